// Turns any value into a line of text. Nothing a script made may break it: getters and proxies that throw become a note.
(function (runtime) {
  "use strict";
  const {
    Number, SafeList, String, contains, isArray, mapForEach, objectToString, setForEach, stringIndexOf, stringSlice, stringify,
    symbolToString, truncate,
  } = runtime.primordials;

  function describe(value) {
    switch (typeof value) {
      case "string": return value;
      case "function": return `[function ${value.name || "anonymous"}]`;
      case "symbol": return symbolToString(value);
      case "bigint": return `${value}n`;
      case "object": return value === null ? "null" : describeObject(value);
      default: return String(value);
    }
  }

  function describeObject(value) {
    switch (objectToString(value)) {
      case "[object Error]": return `${value.name}: ${value.message}${value.stack ? `\n${value.stack}` : ""}`;
      case "[object Promise]": return "[promise]";
      case "[object Map]": return `Map ${describeMembers(mapForEach, value, (inner, key) => [key, inner])}`;
      case "[object Set]": return `Set ${describeMembers(setForEach, value, (inner) => inner)}`;
    }
    const trail = new SafeList();
    const text = stringify(value, function (key, inner) {
      if (typeof inner === "bigint") return `${inner}n`;
      if (typeof inner === "function") return describe(inner);
      if (typeof inner !== "object" || inner === null) return inner;
      while (trail.length > 0 && trail[trail.length - 1] !== this) trail.pop();
      if (contains(trail, inner)) return "[circular]";
      trail.push(inner);
      return inner;
    });
    return text === undefined ? String(value) : text;
  }

  function describeMembers(forEach, collection, member) {
    const members = new SafeList();
    forEach(collection, (inner, key) => { members.push(member(inner, key)); });
    return describe(members);
  }

  runtime.inspect = function (value) {
    try {
      return describe(value);
    } catch {
      return isArray(value) ? "[array that cannot be shown]" : "[value that cannot be shown]";
    }
  };

  function directed(directive, value) {
    switch (directive) {
      case "d": case "f": return String(Number(value));
      case "i": return String(truncate(Number(value)));
      default: return runtime.inspect(value);
    }
  }

  // %s %d %i %f %j %o %O %% in the first argument, the rest joined by spaces.
  runtime.format = function (values) {
    let next = 0;
    let text = "";
    if (values.length > 0 && typeof values[0] === "string") {
      const pattern = values[0];
      next = 1;
      let start = 0;
      for (let at = stringIndexOf(pattern, "%"); at >= 0; at = stringIndexOf(pattern, "%", start)) {
        const directive = at + 1 < pattern.length ? pattern[at + 1] : "";
        text += stringSlice(pattern, start, at);
        if (directive === "%") text += "%";
        else if (directive === "" || stringIndexOf("sdifjoO", directive) < 0 || next >= values.length) text += `%${directive}`;
        else text += directed(directive, values[next++]);
        start = at + 1 + directive.length;
      }
      text += stringSlice(pattern, start);
    }
    for (let index = next; index < values.length; index++) {
      if (index > 0) text += " ";
      text += runtime.inspect(values[index]);
    }
    return text;
  };
})
