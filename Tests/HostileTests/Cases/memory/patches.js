// outcome: exceeded_state | exceeded_memory
// limits: { wall: 60s, cpu: 60s, state: 1MiB }
module.exports = function (req, state) {
  state.table = {};
  for (let number = 0; number < 20_000; number++) state.table[`key${number}`] = "значение ".repeat(4) + number;
  return { returned_code: 1 };
};
