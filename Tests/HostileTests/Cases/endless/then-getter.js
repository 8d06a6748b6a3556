// outcome: exceeded_cpu
module.exports = function () {
  return {
    get then() {
      for (;;) Math.sqrt(2);
    },
  };
};
