// outcome: threw | exceeded_memory | exceeded_reply
// limits: { wall: 60s, cpu: 60s }
module.exports = function () {
  return { text: "x".padEnd(2 ** 31 - 1, "слово") };
};
