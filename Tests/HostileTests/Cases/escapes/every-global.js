// outcome: ok
// Calls every global function and constructor with nothing, and looks for what no document names.
module.exports = function () {
  const known = new Set(["Sandbox", "console", "global", "print", "require", "setTimeout", "clearTimeout", "state"]);
  const foreign = /^(process|fs|fetch|XMLHttpRequest|WebAssembly|SharedArrayBuffer|Atomics|FinalizationRegistry|ShadowRealm|gc|load|read|readFile|run|quit|debug|describe|\$vm|\$262|importScripts|setInterval|setImmediate|queueMicrotask|navigator|window|self|Deno|Bun)$/;
  const found = Object.getOwnPropertyNames(globalThis).filter((name) => foreign.test(name) && !known.has(name));
  if (found.length > 0) throw new Error(`found ${found}`);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const value = globalThis[name];
    if (typeof value !== "function" || name === "require") continue;
    try { value(); } catch { /* what it wants does not matter */ }
    try { new value(); } catch { /* nor here */ }
  }
  return { returned_code: 1 };
};
