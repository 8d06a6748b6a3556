// outcome: exceeded_cpu
module.exports = function () {
  return { text: "a".repeat(10).replace(/a/g, () => { for (;;) Math.sqrt(2); }) };
};
