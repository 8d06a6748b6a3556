// The global `console`, and `print`: lines of the turn's log.
(function (runtime, host) {
  "use strict";
  const levels = { __proto__: null, debug: 0, trace: 0, log: 1, info: 1, warn: 2, error: 3 };
  const console = {};
  for (const name of Object.keys(levels)) {
    console[name] = function (...values) { host.log(levels[name], runtime.format(values)); };
  }
  console.assert = function (condition, ...values) {
    if (!condition) host.log(3, values.length > 0 ? `Assertion failed: ${runtime.format(values)}` : "Assertion failed");
  };
  runtime.defineGlobal("console", console);
  runtime.defineGlobal("print", console.log);
})
