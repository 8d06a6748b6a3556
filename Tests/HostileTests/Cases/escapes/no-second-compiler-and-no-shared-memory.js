// outcome: ok
module.exports = function () {
  const names = ["WebAssembly", "SharedArrayBuffer", "Atomics", "FinalizationRegistry", "ShadowRealm"];
  const found = names.filter((name) => typeof globalThis[name] !== "undefined");
  if (found.length > 0) throw new Error(`found ${found}`);
  return { returned_code: 1 };
};
