// outcome: exceeded_memory
module.exports = function () {
  const kept = [];
  for (;;) {
    const target = { padding: new Array(100).fill(0.5) };
    kept.push(new WeakRef(target), target);
  }
};
