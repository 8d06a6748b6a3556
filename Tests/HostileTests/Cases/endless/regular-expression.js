// outcome: timed_out | exceeded_cpu
// limits: { wall: 1s }
module.exports = function () {
  return { text: String(/^(\w+\s?)*$/.test("слово word ".repeat(6) + "a".repeat(40) + "!")) + /(a+)+$/.test("a".repeat(60) + "b") };
};
