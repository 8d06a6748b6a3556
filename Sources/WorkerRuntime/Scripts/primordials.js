// First of the parts: the engine's own functions, taken before a script of the bundle can replace one.
//
// Once a bundle has loaded, everything it can reach may lie: methods of built-in prototypes, globals, what `for…of`, spread and
// array destructuring call, and Object.prototype itself, whose setters, getters and `get` would join in assignments, reads and
// descriptors. So the parts after this one
// - call these functions, and SafeMap, SafeWeakMap and SafeList, whose methods come from no prototype that a script can reach;
// - loop by index, and read indices only below `length`;
// - make objects that are read by missing keys, descriptors above all, without a prototype;
// - use `put` or `define` where an assignment could meet a setter: for keys that the object does not have yet.
(function (runtime) {
  "use strict";
  const { bind, call } = Function.prototype;
  // (self, …values) => self.method(…values), without looking anything up.
  const uncurry = (method) => bind.call(call, method);
  const { apply, defineProperty, deleteProperty, get, getOwnPropertyDescriptor, getPrototypeOf, has, ownKeys, set, setPrototypeOf } = Reflect;
  const { freeze, hasOwn, is, keys, prototype: ObjectPrototype } = Object;
  const { isArray } = Array;
  const exec = uncurry(RegExp.prototype.exec);
  const stringIndexOf = uncurry(String.prototype.indexOf);
  const stringSlice = uncurry(String.prototype.slice);

  // Makes an own property that is like an assigned one.
  function define(object, key, value) {
    return defineProperty(object, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  }

  // A subclass without parents, as far as its instances look for methods.
  function safe(Base, names) {
    class Safe extends Base { constructor() { super(); } }
    for (const name of names) define(Safe.prototype, name, Base.prototype[name]);
    setPrototypeOf(Safe.prototype, null);
    return Safe;
  }
  const SafeList = safe(Array, ["push", "pop"]);

  runtime.primordials = freeze({
    __proto__: null,
    Date, Error, Map, Number, Object, Proxy, RangeError, RegExp, Set, String, SyntaxError, TypeError,
    errors: freeze({ __proto__: null, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }),
    ArrayPrototype: Array.prototype, ObjectPrototype,
    SafeList, SafeMap: safe(Map, ["get", "set", "has", "delete", "forEach"]), SafeSet: safe(Set, ["add", "has", "forEach"]),
    SafeWeakMap: safe(WeakMap, ["get", "set", "has"]),
    isArray, isView: ArrayBuffer.isView,
    isFinite: Number.isFinite, isInteger: Number.isInteger, isNaN: Number.isNaN, ceil: Math.ceil, floor: Math.floor, truncate: Math.trunc,
    parse: JSON.parse, stringify: JSON.stringify,
    apply, define, defineProperty, deleteProperty, freeze, get, getOwnPropertyDescriptor, getPrototypeOf, has, hasOwn, is, keys, ownKeys,
    set, setPrototypeOf,
    shift: uncurry(Array.prototype.shift),
    sort: uncurry(Array.prototype.sort),
    bufferSlice: uncurry(ArrayBuffer.prototype.slice),
    symbolsOf: Object.getOwnPropertySymbols,
    isEnumerable: uncurry(Object.prototype.propertyIsEnumerable),
    isWellFormed: uncurry(String.prototype.isWellFormed),
    dateTime: uncurry(Date.prototype.getTime),
    now: Date.now,
    mapForEach: uncurry(Map.prototype.forEach),
    mapSet: uncurry(Map.prototype.set),
    setAdd: uncurry(Set.prototype.add),
    setForEach: uncurry(Set.prototype.forEach),
    exec,
    matches: (pattern, text) => exec(pattern, text) !== null,
    objectToString: uncurry(Object.prototype.toString),
    charCodeAt: uncurry(String.prototype.charCodeAt),
    endsWith: uncurry(String.prototype.endsWith),
    startsWith: uncurry(String.prototype.startsWith),
    stringIndexOf, stringSlice,
    symbolToString: uncurry(Symbol.prototype.toString),
    toLowerCase: uncurry(String.prototype.toLowerCase),
    toUpperCase: uncurry(String.prototype.toUpperCase),
    toWellFormed: uncurry(String.prototype.toWellFormed),
    trim: uncurry(String.prototype.trim),

    // Sets a property of a plain object or array as data. An assignment could meet a setter, `__proto__` first of all: for an
    // object only on Object.prototype, whose own prototype is null for ever; Array.prototype may have been given another one.
    put(object, key, value) {
      if (isArray(object) ? hasOwn(object, key) : !hasOwn(ObjectPrototype, key)) object[key] = value;
      else define(object, key, value);
    },

    contains(list, value) {
      for (let index = 0; index < list.length; index++) if (list[index] === value) return true;
      return false;
    },

    // The pieces between separators, as a SafeList.
    split(text, separator) {
      const pieces = new SafeList();
      let start = 0;
      for (let end = stringIndexOf(text, separator); end >= 0; end = stringIndexOf(text, separator, start)) {
        pieces.push(stringSlice(text, start, end));
        start = end + separator.length;
      }
      pieces.push(stringSlice(text, start));
      return pieces;
    },
  });
})
