// The global `Sandbox`: routes defined by calls, and the sandbox's settings.
(function (runtime) {
  "use strict";

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
    if (typeof method !== "string" || method === "") throw new TypeError(`Sandbox.define(${JSON.stringify(path)}): the method should be a string such as 'POST'`);
    if (typeof handler !== "function") {
      throw new TypeError(`Invalid route definition for ${method.toUpperCase()} ${path}, given function is ${runtime.inspect(handler)}`);
    }
    if (Object.keys(criteria).length > 0) throw new TypeError(`Sandbox.define(${JSON.stringify(path)}): criteria are not supported`);
    const any = method === "*" || method.toUpperCase() === "ALL";
    runtime.addRoute({ method: any ? null : method.toUpperCase(), template: path, handler, style: "define" });
  }

  const Sandbox = { define, config: {} };
  runtime.defineGlobal("Sandbox", Sandbox);
  runtime.useConfig = (text) => {
    runtime.config = Object.freeze(JSON.parse(text));
    Sandbox.config = runtime.config;
  };
})
