// outcome: exceeded_cpu
module.exports = function () {
  for (;;) {
    try {
      return { returned_code: 1 };
    } finally {
      continue;
    }
  }
};
