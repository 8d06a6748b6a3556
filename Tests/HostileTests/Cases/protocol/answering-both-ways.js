// outcome: ok
// reply: {"returned_code":1}
module.exports = function (req, state, res) {
  res.json({ returned_code: 2 });
  return { returned_code: 1 };
};
