// outcome: ok, ok
module.exports = function (req, state) {
  state.__proto__.op = "remove";
  state.__proto__.path = "/";
  state.__proto__.returned_code = 5;
  state.count = (state.count ?? 0) + 1;
  delete Object.prototype.returned_code;
  return { returned_code: state.count };
};
