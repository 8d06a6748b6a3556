// outcome: ok, ok
// reply: {"returned_code":2}
const global = globalThis;
for (const name of Reflect.ownKeys(global)) delete global[name];
module.exports = function (req, state, res) {
  state.count = (state.count ?? 0) + 1;
  state.list = [{ a: 1 }];
  res.header("X-A", req.get("host"));
  return { returned_code: state.count };
};
