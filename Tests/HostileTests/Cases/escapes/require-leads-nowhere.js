// outcome: ok
module.exports = function () {
  for (const name of ["fs", "node:fs", "child_process", "../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "./sandbox.yaml", "..", "__proto__", "constructor", "ringbox:runtime", "\0"]) {
    let found;
    try { found = require(name); } catch { continue; }
    throw new Error(`${name} is ${JSON.stringify(found)}`);
  }
  return { returned_code: 1 };
};
