// outcome: exceeded_memory
module.exports = function () {
  const kept = [];
  for (;;) kept.push(new Array(100_000).fill(1.5));
};
