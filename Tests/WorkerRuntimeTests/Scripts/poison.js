// Replaces every function that built-in objects have, and puts accessors on Object.prototype and Array.prototype; then does
// what handlers do, with syntax and saved functions alone. `hits` names what the runtime fell into.
const hits = [];
let armed = false;
const { apply, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const push = Function.prototype.call.bind(Array.prototype.push);
const shift = Function.prototype.call.bind(Array.prototype.shift);
const join = Function.prototype.call.bind(Array.prototype.join);
const text = String;
const hit = (name) => { if (armed) defineProperty(hits, hits.length, { __proto__: null, value: name, writable: true, enumerable: true, configurable: true }); };
const seen = new Set();
const add = Function.prototype.call.bind(Set.prototype.add), has = Function.prototype.call.bind(Set.prototype.has);

function poison(object, name) {
  if (has(seen, object)) return;
  add(seen, object);
  const parts = ownKeys(object);
  for (let index = 0; index < parts.length; index++) {
    const key = parts[index];
    const label = name + "." + text(key);
    const descriptor = getOwnPropertyDescriptor(object, key);
    if (key === "prototype" || key === "constructor") { if (typeof descriptor.value === "object" && descriptor.value !== null) poison(descriptor.value, label); continue; }
    if (!descriptor.configurable) continue;
    if (typeof descriptor.value === "function") defineProperty(object, key, { __proto__: null, configurable: true, writable: true, value() { hit(label); throw new Poison(label); } });
    else if (descriptor.get !== undefined) defineProperty(object, key, { __proto__: null, configurable: true, get() { hit(label); return undefined; } });
  }
}
function Poison(label) { this.message = label; }

const names = ["Object", "Function", "Array", "String", "Number", "Boolean", "Symbol", "BigInt", "Map", "Set", "WeakMap", "WeakSet", "WeakRef", "Promise", "Proxy", "RegExp", "Error", "TypeError", "RangeError", "SyntaxError", "Date", "ArrayBuffer", "Uint8Array", "JSON", "Reflect", "Math", "Iterator", "Intl"];
const values = [];
for (let index = 0; index < names.length; index++) values[index] = globalThis[names[index]];
const iterators = [getPrototypeOf([][Symbol.iterator]()), getPrototypeOf(new Map()[Symbol.iterator]()), getPrototypeOf(""[Symbol.iterator]())];
const members = ["get", "set", "value", "writable", "enumerable", "configurable", "path", "op", "key", "parent", "proxy", "writes", "length2", "rewritten", "isArray", "node",
  "records", "turn", "handler", "style", "response", "pending", "rejected", "used", "status", "headers", "body", "method", "template", "file", "exports", "loaded",
  "pairs", "form", "headersText", "bodyText", "queryPairs", "query", "config", "getPrototypeOf", "isExtensible", "has", "ownKeys", "deleteProperty", "defineProperty",
  "getOwnPropertyDescriptor", "apply", "construct", "fresh", "0", "1", "2", "3", "k", "default", "GET", "index", "input", "groups", "raw", "stack"];
for (let index = 0; index < names.length; index++) poison(values[index], names[index]);
for (let index = 0; index < iterators.length; index++) poison(iterators[index], "iterator");
for (let index = 0; index < members.length; index++) {
  const member = members[index];
  defineProperty(values[0].prototype, member, { __proto__: null, configurable: true, get() { hit("get Object.prototype." + member); return undefined; }, set() { hit("set Object.prototype." + member); } });
  defineProperty(values[2].prototype, member, { __proto__: null, configurable: true, get() { hit("get Array.prototype." + member); return undefined; }, set() { hit("set Array.prototype." + member); } });
}
for (let index = 0; index < names.length; index++) globalThis[names[index]] = undefined;

module.exports = function (req, state, res) {
  armed = true;
  console.log("%s %d %% %j", "text", 1.5, { a: { b: 1n } }, [1, [2]], null, undefined, true);
  const seen = [req.get("X-Thing"), req.header("host"), req.is("json"), req.cookies.a, req.accepted.length, req.queryAll.q, req.body, req.bodyAsString(), req.config];
  state.n += 1;
  push(state.list, { a: [1, 2] });
  state.list[0] = { b: "x", seen: seen.length };
  if (state.list.length > 2) shift(state.list);
  state.own = { "a/b~c": [1, null, true, { d: "e" }] };
  state["a/b~c"] = 1;
  delete state["a/b~c"];
  state.fresh = { m: 1 };
  delete state.fresh.m;
  for (const key in state) if (key === "no") state.no = 1;
  if ("no" in state) throw new Poison("in");
  const copy = { ...state.own };
  const reply = { returned_code: 1, text: join(hits, ", "), deep: { a: [1, NaN] } };
  if (req.query.res !== undefined) {
    res.status(201).type("json").header("X-A", "b").set({ "X-B": "c", "X-C": 4 }).send({ ok: copy !== undefined, hits: reply.text });
    return res.get("X-A") === "b" ? undefined : 1;
  }
  return req.query.wait === undefined ? reply : wait(reply);
};
async function wait(reply) {
  await 0;
  return reply;
}
