// Turns any value into a line of text. Nothing a script made may break it: getters and proxies that throw become a note.
(function (runtime) {
  "use strict";
  const { stringify } = JSON;
  const { isArray } = Array;

  function describe(value) {
    switch (typeof value) {
      case "string": return value;
      case "function": return `[function ${value.name || "anonymous"}]`;
      case "symbol": return value.toString();
      case "bigint": return `${value}n`;
      case "object": return value === null ? "null" : describeObject(value);
      default: return String(value);
    }
  }

  function describeObject(value) {
    if (value instanceof Error) return `${value.name}: ${value.message}${value.stack ? `\n${value.stack}` : ""}`;
    if (value instanceof Promise) return "[promise]";
    if (value instanceof Map) return `Map ${describe([...value])}`;
    if (value instanceof Set) return `Set ${describe([...value])}`;
    const trail = [];
    const text = stringify(value, function (key, inner) {
      if (typeof inner === "bigint") return `${inner}n`;
      if (typeof inner === "function") return describe(inner);
      if (typeof inner !== "object" || inner === null) return inner;
      while (trail.length > 0 && trail[trail.length - 1] !== this) trail.pop();
      if (trail.includes(inner)) return "[circular]";
      trail.push(inner);
      return inner;
    });
    return text === undefined ? String(value) : text;
  }

  runtime.inspect = function (value) {
    try {
      return describe(value);
    } catch {
      return isArray(value) ? "[array that cannot be shown]" : "[value that cannot be shown]";
    }
  };

  // %s %d %i %f %j %o %O %% in the first argument, the rest joined by spaces.
  runtime.format = function (values) {
    let start = 0;
    let text = "";
    if (typeof values[0] === "string") {
      start = 1;
      text = values[0].replace(/%[sdifjoO%]/g, (directive) => {
        if (directive === "%%") return "%";
        if (start >= values.length) return directive;
        const value = values[start++];
        if (directive === "%d" || directive === "%f") return String(Number(value));
        if (directive === "%i") return String(Math.trunc(Number(value)));
        return runtime.inspect(value);
      });
    }
    const rest = [];
    for (let index = start; index < values.length; index++) rest.push(runtime.inspect(values[index]));
    return start === 0 ? rest.join(" ") : [text, ...rest].join(" ");
  };
})
