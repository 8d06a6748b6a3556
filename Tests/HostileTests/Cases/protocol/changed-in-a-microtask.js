// outcome: ok
// reply: {"returned_code":2}
module.exports = function () {
  const reply = { returned_code: 1 };
  Promise.resolve().then(() => { reply.returned_code = 2; });
  return reply;
};
