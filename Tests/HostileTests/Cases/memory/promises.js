// outcome: exceeded_memory
module.exports = function () {
  const never = new Promise(() => {});
  const kept = [];
  for (;;) kept.push(never.then(() => kept));
};
