// What JSON hides of a returned value: functions vanish, NaN becomes null, a promise {}. Each is reported with its JSON pointer,
// so that the author reads "a promise: await it" and not "phones is missing".
(function (runtime) {
  "use strict";
  const { isArray } = Array;
  const { keys } = Object;
  const { stringify } = JSON;
  const { isFinite, isNaN } = Number;
  const maximum = 20;

  function kindOf(value) {
    switch (typeof value) {
      case "function": return "function";
      case "undefined": return "undefined";
      case "symbol": return "symbol";
      case "bigint": return "bigint";
      case "number": return isFinite(value) ? "" : isNaN(value) ? "nan" : "infinity";
      case "object":
        if (value === null) return "";
        if (typeof value.then === "function") return "promise";
        if (value instanceof Map) return "map";
        if (value instanceof Set) return "set";
        if (value instanceof RegExp) return "regexp";
        if (value instanceof Error) return "error";
        return value instanceof Date ? "date" : "";
      default: return "";
    }
  }

  function collect(value, pointer, trail, found) {
    if (found.length >= maximum) return;
    const kind = trail.includes(value) ? "cycle" : kindOf(value);
    if (kind !== "") {
      found.push({ pointer, kind });
      return;
    }
    if (typeof value !== "object" || value === null || trail.length > 50) return;
    trail.push(value);
    if (isArray(value)) for (let index = 0; index < value.length; index++) collect(value[index], `${pointer}/${index}`, trail, found);
    else for (const key of keys(value)) if (key !== "toJSON") collect(value[key], `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, trail, found);
    trail.pop();
  }

  // JSON array of {pointer, kind}; "" for none.
  runtime.slips = (value) => {
    const found = [];
    collect(value, "", [], found);
    return found.length === 0 ? "" : stringify(found);
  };

  // The JSON text of a value that JSON.stringify refuses, with null for what it refuses: the rest can still be checked.
  runtime.stringifyRest = (value) => {
    const trail = [];
    return stringify(value, function (key, inner) {
      if (typeof inner === "bigint") return null;
      if (typeof inner !== "object" || inner === null) return inner;
      while (trail.length > 0 && trail[trail.length - 1] !== this) trail.pop();
      if (trail.includes(inner)) return null;
      trail.push(inner);
      return inner;
    });
  };
})
