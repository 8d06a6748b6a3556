// outcome: exceeded_cpu
// detail: in index.js:
module.exports = function () {
  return {
    get text() {
      for (;;) Math.sqrt(2);
    },
  };
};
