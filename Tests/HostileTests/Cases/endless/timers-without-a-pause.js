// outcome: exceeded_cpu
module.exports = function () {
  return new Promise(() => (function again() { setTimeout(again, 0) })());
};
