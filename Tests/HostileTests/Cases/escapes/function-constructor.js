// outcome: ok
module.exports = function () {
  const found = ({}).constructor.constructor("return this")();
  if (found !== globalThis) throw new Error("another global object");
  for (const name of ["process", "require", "module", "host", "runtime", "Deno", "Bun", "window"]) {
    if (({}).constructor.constructor(`return typeof ${name}`)() !== "undefined") throw new Error(`found ${name}`);
  }
  return { returned_code: 1 };
};
