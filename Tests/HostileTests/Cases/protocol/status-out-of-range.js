// outcome: ok
// reply: {"returned_code":1}
module.exports = function (req, state, res) {
  for (const status of [0, 99, 100, 199, 600, 65_536, -1, 1e400, NaN, "x", {}, null, 200.5, 2n ** 70n, Symbol("s")]) {
    let refused = false;
    try { res.status(status); } catch { refused = true; }
    if (!refused) throw new Error(`status ${String(status)} went through`);
  }
  return { returned_code: 1 };
};
