// What the parts share, and what scripts get instead of the engine's own globals.
(function (runtime) {
  "use strict";
  const { defineProperty, deleteProperty } = runtime.primordials;
  runtime.config = {};
  runtime.defineGlobal = (name, value) => {
    defineProperty(globalThis, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  };
  runtime.defineGlobal("global", globalThis);
  // Without shared memory there is nothing to wait for, and without a run loop nobody calls when something was collected.
  deleteProperty(globalThis, "Atomics");
  deleteProperty(globalThis, "FinalizationRegistry");
})
