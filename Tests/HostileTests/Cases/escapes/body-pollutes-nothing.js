// outcome: ok
// body: {"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}},"toJSON":3}
module.exports = function (req, state) {
  state.body = req.body;
  Object.assign(state, req.body);
  if (({}).polluted !== undefined) throw new Error("Object.prototype was changed");
  if (Object.getOwnPropertyDescriptor(state.body, "__proto__").value.polluted !== 1) throw new Error("a key is lost");
  return { returned_code: 1 };
};
