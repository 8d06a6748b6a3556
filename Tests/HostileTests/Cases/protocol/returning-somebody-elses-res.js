// outcome: ok, invalid_instruction
let first;
module.exports = function (req, state, res) {
  first ??= res.json({ returned_code: 5 });
  return first;
};
