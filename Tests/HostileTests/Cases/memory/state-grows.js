// outcome: ok, ok, ok, ok, exceeded_state | ok | exceeded_memory
// limits: { wall: 60s, cpu: 60s, state: 8MiB }
module.exports = function (req, state) {
  state.list ??= [];
  state.list.push("x".repeat(2 ** 20));
  if (state.list.length > 4) state.large = "y".repeat(2 ** 23);
  return { returned_code: 1 };
};
