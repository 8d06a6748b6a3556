// outcome: exceeded_cpu
module.exports = function () {
  return new Function("for (;;) Math.sqrt(2)")();
};
