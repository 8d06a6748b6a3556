// The global `Sandbox`: routes defined by calls, and the sandbox's settings.
(function (runtime) {
  "use strict";
  const { TypeError, freeze, keys, parse, put, stringify, toUpperCase } = runtime.primordials;

  // define(path, handler), define(path, method, handler), define(path, criteria, handler),
  // define(path, method, criteria, handler)
  function define(...values) {
    if (values.length < 2) throw new TypeError("Sandbox.define needs a path and a function");
    const path = values[0];
    let method = "GET";
    let criteria = {};
    if (values.length === 3) {
      if (typeof values[1] === "string") method = values[1];
      else if (typeof values[1] === "object" && values[1] !== null) criteria = values[1];
      else throw new TypeError("Sandbox.define with three arguments: the second one should be a method name or an object of criteria");
    } else if (values.length >= 4) {
      method = values[1];
      criteria = values[2] ?? {};
    }
    const handler = values[values.length - 1];
    if (typeof path !== "string" || path === "") throw new TypeError("Sandbox.define: the path should be a string such as '/users/{id}'");
    if (typeof method !== "string" || method === "") throw new TypeError(`Sandbox.define(${stringify(path)}): the method should be a string such as 'POST'`);
    const name = toUpperCase(method);
    if (typeof handler !== "function") {
      throw new TypeError(`Invalid route definition for ${name} ${path}, given function is ${runtime.inspect(handler)}`);
    }
    if (keys(criteria).length > 0) throw new TypeError(`Sandbox.define(${stringify(path)}): criteria are not supported`);
    runtime.addRoute(name === "*" || name === "ALL" ? null : name, path, null, handler, "define");
  }

  // Settings are the same in every turn, down to the last of their parts.
  function frozen(value) {
    if (typeof value !== "object" || value === null) return value;
    const names = keys(value);
    for (let index = 0; index < names.length; index++) frozen(value[names[index]]);
    return freeze(value);
  }

  const Sandbox = { define, config: {} };
  runtime.defineGlobal("Sandbox", Sandbox);
  runtime.useConfig = (text) => {
    runtime.config = frozen(parse(text));
    put(Sandbox, "config", runtime.config);
  };
})
