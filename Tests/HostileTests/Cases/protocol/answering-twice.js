// outcome: ok
// reply: {"returned_code":2}
module.exports = function (req, state, res) {
  res.json({ returned_code: 1 });
  res.json({ returned_code: 2 });
};
