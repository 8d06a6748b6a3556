// outcome: exceeded_cpu
module.exports = function () {
  return { then() { for (;;) Math.sqrt(2); } };
};
