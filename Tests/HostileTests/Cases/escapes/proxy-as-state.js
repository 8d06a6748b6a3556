// outcome: ok, ok
// state: {"stored":{"a":1}}
module.exports = function (req, state) {
  let reads = 0;
  state.stored = new Proxy({ a: 1 }, { get(target, key) { reads++; return key === "a" && reads > 50 ? () => 1 : target[key]; } });
  return { returned_code: 1 };
};
