// outcome: invalid_instruction
// detail: may have 1048576
module.exports = function () {
  return { text: "x".repeat(2 ** 21) };
};
