// outcome: exceeded_cpu | threw | timed_out | exceeded_memory
// limits: { wall: 1s }
module.exports = function () {
  return new Array(2 ** 32 - 1).fill(0).map(String);
};
