// outcome: ok, ok, ok
// reply: {"returned_code":3}
// state: {"count":3,"list":["a","a","a"]}
const forged = () => { throw new Error("forged"); };
const targets = [
  [Array.prototype, ["push", "pop", "map", "join", "includes", "slice", "unshift", Symbol.iterator]],
  [Map.prototype, ["get", "set", "has", "forEach", Symbol.iterator]], [WeakMap.prototype, ["get", "set", "has"]],
  [String.prototype, ["replaceAll", "replace", "split", "startsWith", "toLowerCase", "indexOf", "slice", "trim", Symbol.iterator]],
  [RegExp.prototype, ["exec", "test", Symbol.replace, Symbol.split, Symbol.match]], [Promise.prototype, ["then", "catch", "finally"]],
  [Function.prototype, ["call", "apply", "bind"]], [JSON, ["parse", "stringify"]],
  [Object, ["keys", "entries", "assign", "freeze", "defineProperty", "hasOwn", "is"]],
  [Reflect, Object.getOwnPropertyNames(Reflect)], [Number, ["isFinite", "isNaN", "isInteger"]], [Array, ["isArray", "from"]],
  [globalThis, ["String", "Number", "Promise", "Map", "WeakMap", "Proxy", "Error", "TypeError", "JSON", "Reflect", "Object"]],
];
for (let target = 0; target < targets.length; target++) {
  for (let name = 0; name < targets[target][1].length; name++) targets[target][0][targets[target][1][name]] = forged;
}
module.exports = async function (req, state, res) {
  await 0;
  console.log("%s", "still here", { a: [1] });
  if (req.get("HOST") === undefined || req.is("json") || req.cookies.a !== undefined) throw 1;
  state.count = (state.count ?? 0) + 1;
  state.list ??= [];
  state.list[state.list.length] = "a";
  res.header("X-A", "b");
  return { returned_code: state.count };
};
