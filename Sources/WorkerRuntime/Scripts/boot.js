// First of the parts: what the others share. `runtime` is never visible to a bundle.
(function (runtime) {
  "use strict";
  runtime.config = {};
  runtime.defineGlobal = (name, value) => {
    Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
  };
  runtime.defineGlobal("global", globalThis);
})
