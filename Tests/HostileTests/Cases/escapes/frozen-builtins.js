// outcome: ok, ok
// reply: {"returned_code":2}
for (const name of Object.getOwnPropertyNames(globalThis)) {
  const value = globalThis[name];
  if (typeof value === "function" && value.prototype) Object.freeze(value.prototype);
  if (typeof value === "function") Object.freeze(value);
}
module.exports = function (req, state, res) {
  state.count = (state.count ?? 0) + 1;
  state.list = [{ a: 1 }];
  res.header("X-A", "b");
  return { returned_code: state.count };
};
