// outcome: exceeded_cpu | timed_out | exceeded_memory
// limits: { wall: 1s }
module.exports = function (req, state) {
  state.list = [];
  state.list.length = 2 ** 32 - 1;
  return { returned_code: 1 };
};
