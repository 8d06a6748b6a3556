// outcome: exceeded_memory | threw
module.exports = function () {
  const kept = [];
  const text = "ab".repeat(50_000);
  for (;;) kept.push([...text.matchAll(/(a)(b)/g)]);
};
