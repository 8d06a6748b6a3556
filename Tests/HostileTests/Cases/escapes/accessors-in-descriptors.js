// outcome: ok, ok
for (const name of ["get", "set", "value", "writable", "enumerable", "configurable"]) Object.prototype[name] = () => "forged";
module.exports = function (req, state, res) {
  state.count = (state.count ?? 0) + 1;
  Object.keys(state);
  const seen = [req.headers, req.cookies, req.queryAll, req.accepted, req.body];
  res.header("X-Seen", String(seen.length));
  return { returned_code: state.count };
};
