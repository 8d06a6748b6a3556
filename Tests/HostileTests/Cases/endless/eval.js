// outcome: exceeded_cpu
// detail: in index.js:
module.exports = function () {
  return eval("for (;;) Math.sqrt(2)");
};
