// What `state` can hold. Strict rules refuse what JSON would lose, with its path; lenient ones do what JSON.stringify does.
(function (runtime) {
  "use strict";
  const {
    SafeList, TypeError, contains, isArray, isFinite, isView, keys, matches, objectToString, stringify, toWellFormed,
  } = runtime.primordials;
  const { keyOf, nodeOf } = runtime.nodes;
  const { memberSize, primitiveSize } = runtime.sizes;
  const maximumDepth = 200;
  const unstorable = {
    __proto__: null,
    "[object Map]": "a Map", "[object Set]": "a Set", "[object WeakMap]": "a WeakMap", "[object WeakSet]": "a WeakSet",
    "[object Promise]": "a promise (await it first)", "[object ArrayBuffer]": "an ArrayBuffer", "[object WeakRef]": "a WeakRef",
    "[object Generator]": "a generator", "[object RegExp]": "a regular expression", "[object Error]": "an Error",
  };
  const boxed = { __proto__: null, "[object Number]": true, "[object String]": true, "[object Boolean]": true };
  const name = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
  const number = /^\d+$/;
  let isStrict = true;

  function place(path) {
    let text = "state";
    for (let index = 0; index < path.length; index++) {
      const key = path[index];
      text += matches(name, key) ? `.${key}` : matches(number, key) ? `[${key}]` : `[${stringify(key)}]`;
    }
    return text;
  }

  function refuse(path, what) { return new TypeError(`${place(path)}: ${what} cannot be stored`); }

  // Why a value that is no object cannot be stored; undefined when it can.
  function primitiveSlip(value) {
    switch (typeof value) {
      case "bigint": return "BigInts";
      case "number": return isFinite(value) || !isStrict ? undefined : `${value}`;
      case "function": return isStrict ? "functions" : undefined;
      case "symbol": return isStrict ? "symbols" : undefined;
      default: return undefined;
    }
  }

  // What is stored for it; undefined for nothing.
  function primitive(value) {
    switch (typeof value) {
      case "string": return toWellFormed(value);
      case "number": return !isFinite(value) ? null : value === 0 ? 0 : value;
      case "boolean": return value;
      default: return undefined;
    }
  }

  // Why a script's own object cannot be stored inside those of `trail`; undefined when it can.
  function objectSlip(value, trail) {
    if (contains(trail, value)) return "a cycle";
    if (trail.length >= maximumDepth) return `more than ${maximumDepth} levels`;
    if (!isStrict) return undefined;
    return isView(value) ? "a typed array" : unstorable[objectToString(value)];
  }

  function isConverted(value) { return typeof value.toJSON === "function" || boxed[objectToString(value)] === true; }

  // What stands for an object that converts itself: with toJSON, or a Number, a String or a Boolean.
  function converted(value, key) { return typeof value.toJSON === "function" ? value.toJSON(key) : value.valueOf(); }

  // How many bytes of JSON a script's own value has, without the parts of the tree in it; throws when it cannot be stored.
  function check(value, path, trail, target) {
    if (typeof value !== "object") {
      const slip = primitiveSlip(value);
      if (slip !== undefined) throw refuse(path, slip);
      const plain = primitive(value);
      return plain === undefined ? 0 : primitiveSize(plain);
    }
    if (value === null) return 4;
    const node = nodeOf(value);
    if (node !== undefined) {
      refuseInside(node, target, path);
      return 0;
    }
    const slip = objectSlip(value, trail);
    if (slip !== undefined) throw refuse(path, slip);
    trail.push(value);
    const size = isConverted(value) ? check(converted(value, path[path.length - 1]), path, trail, target) : checkInside(value, path, trail, target);
    trail.pop();
    return size;
  }

  function checkInside(value, path, trail, target) {
    let size = 2;
    if (isArray(value)) {
      for (let index = 0; index < value.length; index++) size += checkAt(value[index], `${index}`, path, trail, target) + 1;
      return size;
    }
    const names = keys(value);
    for (let index = 0; index < names.length; index++) {
      size += memberSize(names[index], checkAt(value[names[index]], names[index], path, trail, target));
    }
    return size;
  }

  function checkAt(value, key, path, trail, target) {
    path.push(key);
    const size = check(value, path, trail, target);
    path.pop();
    return size;
  }

  // Refuses to put a part of the tree inside itself.
  function refuseInside(node, target, path) {
    for (let step = target; ; step = step.parent) {
      if (step === node) throw refuse(path, "a cycle");
      if (step.parent === null || keyOf(step) === undefined) return;
    }
  }

  runtime.storable = {
    __proto__: null, converted, place, isConverted, objectSlip, primitive, primitiveSlip, refuse, refuseInside,
    isStrict: () => isStrict,
    use(rules) { isStrict = rules === "strict"; },

    // Checks a script's own object that is to stand inside the Node `target`, and gives the bytes of its JSON.
    check(value, path, target) { return check(value, path, new SafeList(), target); },
  };
})
