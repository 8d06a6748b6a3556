// The global `structuredClone`, as the HTML standard has it for values of the language itself.
(function (runtime) {
  "use strict";
  const {
    Date, Error, Map, Object, RegExp, SafeMap, Set, String, TypeError, bufferSlice, dateTime, define, errors, hasOwn, isArray, isView, keys,
    mapForEach, mapSet, objectToString, put, setAdd, setForEach,
  } = runtime.primordials;

  function refuse(value) {
    const error = new Error(`${runtime.inspect(value)} could not be cloned.`);
    define(error, "name", "DataCloneError");
    return error;
  }

  function clone(value, seen) {
    if (typeof value === "function" || typeof value === "symbol") throw refuse(value);
    if (typeof value !== "object" || value === null) return value;
    const known = seen.get(value);
    if (known !== undefined) return known;
    if (isArray(value)) return cloneMembers(value, remember(seen, value, emptyArray(value.length)), seen);
    if (isView(value)) return cloneView(value, seen);
    switch (objectToString(value)) {
      case "[object Date]": return remember(seen, value, new Date(dateTime(value)));
      case "[object RegExp]": return remember(seen, value, new RegExp(value.source, value.flags));
      case "[object Boolean]": case "[object Number]": case "[object String]": case "[object BigInt]":
        return remember(seen, value, Object(value.valueOf()));
      case "[object ArrayBuffer]": return remember(seen, value, bufferSlice(value, 0));
      case "[object Map]": return cloneMap(value, seen);
      case "[object Set]": return cloneSet(value, seen);
      case "[object Error]": return cloneError(value, seen);
      case "[object WeakMap]": case "[object WeakSet]": case "[object WeakRef]": case "[object Promise]": case "[object Generator]":
        throw refuse(value);
      default: return cloneMembers(value, remember(seen, value, {}), seen);
    }
  }

  function emptyArray(length) {
    const array = [];
    array.length = length;
    return array;
  }

  function remember(seen, value, copy) {
    seen.set(value, copy);
    return copy;
  }

  function cloneMembers(value, copy, seen) {
    const names = keys(value);
    for (let index = 0; index < names.length; index++) put(copy, names[index], clone(value[names[index]], seen));
    return copy;
  }

  function cloneMap(value, seen) {
    const copy = remember(seen, value, new Map());
    mapForEach(value, (member, key) => mapSet(copy, clone(key, seen), clone(member, seen)));
    return copy;
  }

  function cloneSet(value, seen) {
    const copy = remember(seen, value, new Set());
    setForEach(value, (member) => setAdd(copy, clone(member, seen)));
    return copy;
  }

  function cloneError(value, seen) {
    const Kind = hasOwn(errors, value.name) ? errors[value.name] : Error;
    const copy = remember(seen, value, new Kind(String(value.message)));
    if (typeof value.stack === "string") define(copy, "stack", value.stack);
    if (hasOwn(value, "cause")) define(copy, "cause", clone(value.cause, seen));
    return copy;
  }

  function cloneView(value, seen) {
    const buffer = clone(value.buffer, seen);
    const Kind = value.constructor;
    const copy = objectToString(value) === "[object DataView]"
      ? new Kind(buffer, value.byteOffset, value.byteLength) : new Kind(buffer, value.byteOffset, value.length);
    return remember(seen, value, copy);
  }

  runtime.defineGlobal("structuredClone", function structuredClone(value) {
    if (arguments.length === 0) throw new TypeError("structuredClone needs a value");
    return clone(value, new SafeMap());
  });
})
