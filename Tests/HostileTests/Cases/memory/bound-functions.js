// outcome: exceeded_memory | threw
module.exports = function () {
  let bound = function () {};
  const kept = [];
  for (;;) kept.push((bound = bound.bind(null, kept.length)));
};
