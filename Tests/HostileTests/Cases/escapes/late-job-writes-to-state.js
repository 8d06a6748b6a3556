// outcome: ok, ok
// state: {"n":2}
let late;
module.exports = function (req, state) {
  if (state.late !== undefined) throw new Error("a turn that had ended changed state");
  state.n = (state.n ?? 0) + 1;
  return {
    get returned_code() {
      // Runs when the reply has been taken and the patch has been made.
      Promise.resolve().then(() => { late = "ran"; state.late = 1; }).catch(() => {});
      return 1;
    },
  };
};
