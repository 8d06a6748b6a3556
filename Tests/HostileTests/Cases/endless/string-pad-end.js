// outcome: threw | exceeded_memory | exceeded_reply
module.exports = function () {
  return { text: "x".padEnd(2 ** 31 - 1, "слово") };
};
