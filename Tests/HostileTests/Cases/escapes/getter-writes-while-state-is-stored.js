// outcome: threw
// state: {}
module.exports = function (req, state) {
  state.a = 1;
  let reads = 0;
  state.own = { get inner() { if (reads++ > 0) state.b = 2; return 1; } };
  return { returned_code: 1 };
};
