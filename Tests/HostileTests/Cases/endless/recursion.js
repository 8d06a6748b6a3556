// outcome: exceeded_cpu
// detail: in index.js:
module.exports = function () {
  (function again() {
    try {
      again();
    } finally {
      again();
    }
  })();
};
