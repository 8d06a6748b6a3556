// outcome: exceeded_cpu
module.exports = function () {
  throw {
    get message() {
      for (;;) Math.sqrt(2);
    },
  };
};
