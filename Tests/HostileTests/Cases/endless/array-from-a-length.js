// outcome: exceeded_cpu | exceeded_memory | timed_out
// limits: { wall: 1s }
module.exports = function () {
  return Array.from({ length: 2 ** 32 - 1 }, (_, index) => index);
};
