// handlers/hello.js
// A whole sandbox in one file: it answers at every path of hello.localhost.
module.exports = function (req, state) {
  state.calls = (state.calls ?? 0) + 1;
  return { text: `Здравствуйте! Это звонок номер ${state.calls}` };
};
