// outcome: exceeded_memory
module.exports = function () {
  const kept = [];
  for (;;) kept.push(new Float64Array(1 << 17).fill(1));
};
