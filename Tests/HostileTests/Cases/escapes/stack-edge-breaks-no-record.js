// outcome: ok, ok
// state: {}
// Writes at the very end of the stack, again and again: each write is whole, or has not happened.
module.exports = function (req, state) {
  (function deeper() {
    try { deeper(); } catch { /* the stack is full here */ }
    try { state.edge = { a: [1] }; } catch { /* and may be here */ }
  })();
  delete state.edge;
  return { returned_code: 1 };
};
