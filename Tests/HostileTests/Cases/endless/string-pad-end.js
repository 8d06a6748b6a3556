// outcome: threw | exceeded_memory | invalid_instruction
module.exports = function () {
  return { text: "x".padEnd(2 ** 31 - 1, "слово") };
};
