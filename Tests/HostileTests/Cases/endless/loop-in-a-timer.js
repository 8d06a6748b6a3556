// outcome: exceeded_cpu, exceeded_cpu
// detail: index.js
module.exports = function () {
  return new Promise(() => setTimeout(() => { for (;;); }, 1));
};
