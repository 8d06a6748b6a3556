// outcome: ok, ok
let raw;
module.exports = function (req, state) {
  Object.defineProperty(Object.prototype, "self", { configurable: true, get() { return this; } });
  raw = state.self;
  state.count ??= 0;
  if (raw !== state || state.list !== undefined && state.list.self !== state.list) throw new Error("the object behind the proxy is out");
  state.list = [1];
  if (raw.count !== state.count) throw new Error("two views");
  return { returned_code: 1 };
};
