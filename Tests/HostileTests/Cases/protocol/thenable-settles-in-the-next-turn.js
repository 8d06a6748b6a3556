// outcome: no_reply, ok
// reply: {"returned_code":2}
let resolveFirst;
module.exports = function () {
  if (resolveFirst === undefined) return { then(resolve) { resolveFirst = resolve; } };
  resolveFirst({ returned_code: 1 });
  return { returned_code: 2 };
};
