// What `state` can hold. Strict rules refuse what JSON would lose, with its path; lenient ones do what JSON.stringify does.
(function (runtime) {
  "use strict";
  const {
    ArrayPrototype, ObjectPrototype, SafeList, TypeError, contains, getPrototypeOf, hasOwn, isArray, isEnumerable, isFinite, isView,
    isWellFormed, keys, matches, objectToString, stringify, symbolsOf, toWellFormed,
  } = runtime.primordials;
  const { heightOver, isIndex, keyOf, levelOf, nodeOf, pathTo } = runtime.nodes;
  const { memberSize, primitiveSize } = runtime.sizes;
  const maximumDepth = 512;
  // So many keys of a path are told.
  const toldKeys = 20;
  const unstorable = {
    __proto__: null,
    "[object Map]": "a Map", "[object Set]": "a Set", "[object WeakMap]": "a WeakMap", "[object WeakSet]": "a WeakSet",
    "[object Promise]": "a promise (await it first)", "[object ArrayBuffer]": "an ArrayBuffer", "[object WeakRef]": "a WeakRef",
    "[object Generator]": "a generator", "[object RegExp]": "a regular expression", "[object Error]": "an Error",
  };
  const boxed = { __proto__: null, "[object Number]": true, "[object String]": true, "[object Boolean]": true };
  const name = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
  const number = /^\d+$/;
  const nothing = -1;
  const halfKey = "a key with half of a surrogate pair";
  let isStrict = true;

  function place(path) {
    let text = "state";
    for (let index = 0; index < path.length; index++) {
      if (index === toldKeys) return `${text}…`;
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

  // Why a script's own object cannot be stored at `level`, 1 for the root, inside those of `trail`; undefined when it can.
  function objectSlip(value, trail, level) {
    if (contains(trail, value)) return "a cycle";
    if (level > maximumDepth) return `more than ${maximumDepth} levels`;
    if (!isStrict) return undefined;
    return isView(value) ? "a typed array" : unstorable[objectToString(value)];
  }

  // Refuses what an object has besides the elements or members `names`, and what JSON would lose in silence.
  function refuseRest(value, names, pathOf) {
    if (!isArray(value)) {
      for (let index = 0; index < names.length; index++) {
        if (!isWellFormed(names[index])) throw refuse(added(pathOf(), names[index]), halfKey);
      }
    }
    if (!isStrict) return;
    const prototype = getPrototypeOf(value);
    if (prototype !== ObjectPrototype && prototype !== ArrayPrototype && prototype !== null && !hasOwn(prototype, "constructor")) {
      throw refuse(pathOf(), "an object that inherits from another one");
    }
    const symbols = symbolsOf(value);
    for (let index = 0; index < symbols.length; index++) {
      if (isEnumerable(value, symbols[index])) throw refuse(pathOf(), "a symbol as a key");
    }
    // The names of an array come behind its indices.
    const last = isArray(value) && names.length > 0 ? names[names.length - 1] : "0";
    if (!isIndex(last)) throw refuse(added(pathOf(), last), "what is no element of an array");
  }

  function added(path, key) {
    path.push(key);
    return path;
  }

  function refuseKey(node, key) { if (!isWellFormed(key)) throw refuse(pathTo(node, key), halfKey); }

  function isConverted(value) { return typeof value.toJSON === "function" || boxed[objectToString(value)] === true; }

  // What stands for an object that converts itself: with toJSON, or a Number, a String or a Boolean.
  function converted(value, key) { return typeof value.toJSON === "function" ? value.toJSON(key) : value.valueOf(); }

  // How many bytes of JSON a script's own value has, without the parts of the tree in it, and `nothing` for what JSON leaves out; throws
  // when it cannot be stored.
  function check(value, path, trail, target) {
    if (typeof value !== "object") {
      const slip = primitiveSlip(value);
      if (slip !== undefined) throw refuse(path, slip);
      const plain = primitive(value);
      return plain === undefined ? nothing : primitiveSize(plain);
    }
    if (value === null) return 4;
    const node = nodeOf(value);
    if (node !== undefined) {
      refusePart(node, target, path);
      return 0;
    }
    const slip = objectSlip(value, trail, path.length + 1);
    if (slip !== undefined) throw refuse(path, slip);
    trail.push(value);
    const size = isConverted(value) ? check(converted(value, `${path[path.length - 1]}`), path, trail, target) : checkInside(value, path, trail, target);
    trail.pop();
    return size;
  }

  function checkInside(value, path, trail, target) {
    const names = keys(value);
    refuseRest(value, names, () => path);
    // As many commas as there are parts, and one less.
    let size = 1;
    if (isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        const part = checkAt(value[index], index, path, trail, target);
        size += (part === nothing ? 4 : part) + 1;
      }
    } else {
      for (let index = 0; index < names.length; index++) {
        const part = checkAt(value[names[index]], names[index], path, trail, target);
        if (part !== nothing) size += memberSize(names[index], part);
      }
    }
    return size === 1 ? 2 : size;
  }

  function checkAt(value, key, path, trail, target) {
    path.push(key);
    const size = check(value, path, trail, target);
    path.pop();
    return size;
  }

  // Refuses to put a part of the tree inside itself, or where it would be too deep.
  function refusePart(node, target, path) {
    refuseInside(node, target, path);
    if (path.length >= levelOf(node) && heightOver(node.value, maximumDepth - path.length)) throw refuse(path, `more than ${maximumDepth} levels`);
  }

  function refuseInside(node, target, path) {
    for (let step = target; ; step = step.parent) {
      if (step === node) throw refuse(path, "a cycle");
      if (step.parent === null || keyOf(step) === undefined) return;
    }
  }

  runtime.storable = {
    __proto__: null, converted, place, isConverted, maximumDepth, objectSlip, primitive, primitiveSlip, refuse, refuseKey, refusePart, refuseRest,
    isStrict: () => isStrict,
    use(rules) { isStrict = rules === "strict"; },

    // Checks a script's own object that is to stand inside the Node `target`, and gives the bytes of its JSON.
    check(value, path, target) {
      const size = check(value, path, new SafeList(), target);
      return size === nothing ? 0 : size;
    },

    // The same for the members of an object that is to take the place of the Node `target`.
    checkMembers(value, target) { return checkInside(value, new SafeList(), new SafeList(), target); },
  };
})
