// outcome: exceeded_memory
module.exports = function () {
  Error.stackTraceLimit = 1e6;
  const kept = [];
  (function deeper(depth) {
    if (depth < 5000) return deeper(depth + 1);
    for (;;) kept.push(new Error("x").stack);
  })(0);
};
