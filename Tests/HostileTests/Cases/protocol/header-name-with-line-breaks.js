// outcome: threw
// detail: no header name
module.exports = function (req, state, res) {
  res.header("X-A: b\r\nX-C", "d").send("x");
};
