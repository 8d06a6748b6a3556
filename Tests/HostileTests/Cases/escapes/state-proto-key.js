// outcome: ok, ok
module.exports = function (req, state) {
  if (state.seen && !Object.keys(state.data).includes("__proto__")) throw new Error("the key is lost");
  state.data = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":2}}');
  state.data["__proto__"].more = { "__proto__": null };
  state.seen = true;
  if (({}).polluted !== undefined || Object.getPrototypeOf(state.data) !== Object.prototype) throw new Error("a prototype was changed");
  return { returned_code: 1 };
};
