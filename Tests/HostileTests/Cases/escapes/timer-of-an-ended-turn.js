// outcome: ok, ok, ok
// state: {"n":3}
// reply: {"returned_code":1}
module.exports = async function (req, state) {
  if (globalThis.late) throw new Error("the timer of a turn that had ended went off");
  state.n = (state.n ?? 0) + 1;
  setTimeout(() => { globalThis.late = true; state.late = true; }, 0);
  return {
    get returned_code() {
      // Runs when the reply is being taken.
      try { setTimeout(() => { globalThis.late = true; }, 0); } catch { return 1; }
      return 2;
    },
  };
};
