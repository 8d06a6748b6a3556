// outcome: ok, ok
const caught = [];
for (const name of ["writes", "parent", "proxy", "value", "key", "node", "records", "turn", "used", "status", "headers", "body", "handler", "query", "fresh", "0", "1"]) {
  for (const target of [Object.prototype, Array.prototype]) {
    Object.defineProperty(target, name, { __proto__: null, configurable: true, set(value) { caught.push([name, this, value]); } });
  }
}
module.exports = function (req, state, res) {
  state.fresh = { inner: ["a"] };
  state.status = 1;
  res.header("X-A", "b").status(200);
  if (req.query === undefined) throw new Error("the request lost a part");
  if (caught.length > 0) throw new Error(`caught ${caught.map(([name]) => name)}`);
  return { returned_code: 1 };
};
