// outcome: invalid_instruction
module.exports = function () {
  return '{"returned_code":1}","ending":1';
};
