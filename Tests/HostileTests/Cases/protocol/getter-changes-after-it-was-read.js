// outcome: invalid_instruction
module.exports = function () {
  let reads = 0;
  return { get text() { return reads++ === 0 ? "fine" : 5; } };
};
