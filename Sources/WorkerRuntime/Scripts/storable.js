// What `state` can hold. `runtime.storable.strict` refuses what JSON would lose, with its path; `runtime.storable.json`
// does what JSON.stringify does. Both give back a plain copy (undefined for "nothing to store").
(function (runtime) {
  "use strict";
  const { isArray } = Array;
  const { keys, defineProperty, prototype: { toString } } = Object;
  const { isView } = ArrayBuffer;
  const { stringify, parse } = JSON;
  const { isFinite } = Number;
  const maximumDepth = 200;
  const unstorable = new Map([
    ["[object Map]", "a Map"], ["[object Set]", "a Set"], ["[object WeakMap]", "a WeakMap"], ["[object WeakSet]", "a WeakSet"],
    ["[object Promise]", "a promise (await it first)"], ["[object ArrayBuffer]", "an ArrayBuffer"], ["[object WeakRef]", "a WeakRef"],
    ["[object Generator]", "a generator"],
  ]);

  function refuse(path, what) {
    let place = "state";
    for (const key of path) place += /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : /^\d+$/.test(key) ? `[${key}]` : `[${stringify(key)}]`;
    return new TypeError(`${place}: ${what} cannot be stored`);
  }

  // Assigning to "__proto__" would change the prototype; as a key of state it is data.
  function put(object, key, value) {
    if (key === "__proto__") defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    else object[key] = value;
  }

  function strict(value, path, trail) {
    switch (typeof value) {
      case "string": case "boolean": case "undefined": return value;
      case "number":
        if (isFinite(value)) return value;
        throw refuse(path, String(value));
      case "function": throw refuse(path, "functions");
      case "symbol": throw refuse(path, "symbols");
      case "bigint": throw refuse(path, "BigInts");
    }
    if (value === null) return null;
    if (trail.includes(value)) throw refuse(path, "a cycle");
    if (trail.length >= maximumDepth) throw refuse(path, `more than ${maximumDepth} levels`);
    const kind = unstorable.get(toString.call(value)) ?? (isView(value) ? "a typed array" : undefined);
    if (kind !== undefined) throw refuse(path, kind);
    trail.push(value);
    const copy = typeof value.toJSON === "function"
      ? strict(value.toJSON(path[path.length - 1] ?? ""), path, trail)
      : isArray(value) ? strictArray(value, path, trail) : strictObject(value, path, trail);
    trail.pop();
    return copy;
  }

  function strictArray(value, path, trail) {
    const copy = [];
    for (let index = 0; index < value.length; index++) {
      path.push(String(index));
      copy.push(strict(value[index], path, trail) ?? null);
      path.pop();
    }
    return copy;
  }

  function strictObject(value, path, trail) {
    const copy = {};
    for (const key of keys(value)) {
      path.push(key);
      const inner = strict(value[key], path, trail);
      if (inner !== undefined) put(copy, key, inner);
      path.pop();
    }
    return copy;
  }

  runtime.put = put;
  runtime.storable = {
    strict(value, path) { return strict(value, path, []); },
    json(value) {
      const text = stringify(value);
      return text === undefined ? undefined : parse(text);
    },
  };
})
