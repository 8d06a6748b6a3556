// What JSON hides of a returned value: functions vanish, NaN becomes null, a promise {}. Each is reported with its JSON pointer,
// so that the author reads "a promise: await it" and not "phones is missing".
(function (runtime) {
  "use strict";
  const { SafeList, contains, isArray, isFinite, isNaN, keys, objectToString, stringify } = runtime.primordials;
  const maximum = 20;
  const kinds = {
    __proto__: null, "[object Promise]": "promise", "[object Map]": "map", "[object Set]": "set", "[object RegExp]": "regexp",
    "[object Error]": "error", "[object Date]": "date",
  };

  function kindOf(value) {
    switch (typeof value) {
      case "function": return "function";
      case "undefined": return "undefined";
      case "symbol": return "symbol";
      case "bigint": return "bigint";
      case "number": return isFinite(value) ? "" : isNaN(value) ? "nan" : "infinity";
      case "object":
        if (value === null) return "";
        return typeof value.then === "function" ? "promise" : kinds[objectToString(value)] ?? "";
      default: return "";
    }
  }

  function collect(value, pointer, trail, found) {
    if (found.length >= maximum) return;
    const isObject = typeof value === "object" && value !== null;
    const kind = isObject && contains(trail, value) ? "cycle" : kindOf(value);
    if (kind !== "") {
      found.push(`{"pointer":${stringify(pointer)},"kind":"${kind}"}`);
      return;
    }
    if (!isObject || trail.length > 50) return;
    trail.push(value);
    if (isArray(value)) {
      for (let index = 0; index < value.length && found.length < maximum; index++) collect(value[index], `${pointer}/${index}`, trail, found);
    } else {
      const names = keys(value);
      for (let index = 0; index < names.length && found.length < maximum; index++) {
        const name = names[index];
        if (name !== "toJSON") collect(value[name], `${pointer}/${runtime.escaped(name)}`, trail, found);
      }
    }
    trail.pop();
  }

  // JSON array of {pointer, kind}; "" for none.
  runtime.slips = (value) => {
    const found = new SafeList();
    collect(value, "", new SafeList(), found);
    let text = "";
    for (let index = 0; index < found.length; index++) text += index === 0 ? found[index] : `,${found[index]}`;
    return text === "" ? "" : `[${text}]`;
  };

  // The JSON text of a value that JSON.stringify refuses, with null for what it refuses: the rest can still be checked.
  runtime.stringifyRest = (value) => {
    const trail = new SafeList();
    return stringify(value, function (key, inner) {
      if (typeof inner === "bigint") return null;
      if (typeof inner !== "object" || inner === null) return inner;
      while (trail.length > 0 && trail[trail.length - 1] !== this) trail.pop();
      if (contains(trail, inner)) return null;
      trail.push(inner);
      return inner;
    });
  };
})
