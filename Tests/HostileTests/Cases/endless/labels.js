// outcome: exceeded_cpu
module.exports = function () {
  outer: for (;;) {
    for (;;) {
      continue outer;
    }
  }
};
