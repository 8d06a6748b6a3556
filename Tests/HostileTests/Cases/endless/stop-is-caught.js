// outcome: exceeded_cpu
module.exports = function () {
  for (;;) {
    try {
      for (;;) Math.sqrt(2);
    } catch {
      return { returned_code: 1 };
    } finally {
      return { returned_code: 2 };
    }
  }
};
