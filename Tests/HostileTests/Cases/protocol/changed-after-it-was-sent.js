// outcome: ok
// reply: {"returned_code":1}
module.exports = function (req, state, res) {
  const reply = { returned_code: 1 };
  res.json(reply);
  reply.returned_code = "wrong";
};
