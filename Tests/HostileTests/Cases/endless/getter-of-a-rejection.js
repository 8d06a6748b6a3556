// outcome: exceeded_cpu
module.exports = function () {
  Promise.reject({
    get message() {
      for (;;) Math.sqrt(2);
    },
  });
  return { returned_code: 1 };
};
