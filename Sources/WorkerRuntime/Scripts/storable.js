// What `state` can hold. `runtime.storable.strict` refuses what JSON would lose, with its path; `runtime.storable.json`
// does what JSON.stringify does. Both give back a plain copy (undefined for "nothing to store").
(function (runtime) {
  "use strict";
  const {
    SafeList, TypeError, contains, isArray, isFinite, isView, keys, matches, objectToString, parse, put, stringify,
  } = runtime.primordials;
  const maximumDepth = 200;
  const unstorable = {
    __proto__: null,
    "[object Map]": "a Map", "[object Set]": "a Set", "[object WeakMap]": "a WeakMap", "[object WeakSet]": "a WeakSet",
    "[object Promise]": "a promise (await it first)", "[object ArrayBuffer]": "an ArrayBuffer", "[object WeakRef]": "a WeakRef",
    "[object Generator]": "a generator",
  };
  const name = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
  const number = /^\d+$/;

  function refuse(path, what) {
    let place = "state";
    for (let index = 0; index < path.length; index++) {
      const key = path[index];
      place += matches(name, key) ? `.${key}` : matches(number, key) ? `[${key}]` : `[${stringify(key)}]`;
    }
    return new TypeError(`${place}: ${what} cannot be stored`);
  }

  function strict(value, path, trail) {
    switch (typeof value) {
      case "string": case "boolean": case "undefined": return value;
      case "number":
        if (isFinite(value)) return value;
        throw refuse(path, `${value}`);
      case "function": throw refuse(path, "functions");
      case "symbol": throw refuse(path, "symbols");
      case "bigint": throw refuse(path, "BigInts");
    }
    if (value === null) return null;
    if (contains(trail, value)) throw refuse(path, "a cycle");
    if (trail.length >= maximumDepth) throw refuse(path, `more than ${maximumDepth} levels`);
    const kind = isView(value) ? "a typed array" : unstorable[objectToString(value)];
    if (kind !== undefined) throw refuse(path, kind);
    trail.push(value);
    const copy = strictObject(value, path, trail);
    trail.pop();
    return copy;
  }

  function strictObject(value, path, trail) {
    if (typeof value.toJSON === "function") {
      return strict(value.toJSON(path.length > 0 ? path[path.length - 1] : ""), path, trail);
    }
    if (isArray(value)) {
      const copy = [];
      for (let index = 0; index < value.length; index++) put(copy, index, strictMember(value[index], `${index}`, path, trail) ?? null);
      return copy;
    }
    const copy = {};
    const names = keys(value);
    for (let index = 0; index < names.length; index++) {
      const inner = strictMember(value[names[index]], names[index], path, trail);
      if (inner !== undefined) put(copy, names[index], inner);
    }
    return copy;
  }

  function strictMember(value, key, path, trail) {
    path.push(key);
    const copy = strict(value, path, trail);
    path.pop();
    return copy;
  }

  runtime.unstorable = refuse;
  runtime.storable = {
    __proto__: null,
    strict(value, path) { return strict(value, path, new SafeList()); },
    json(value) {
      const text = stringify(value);
      return text === undefined ? undefined : parse(text);
    },
  };
})
