// outcome: threw
// detail: line break
module.exports = function (req, state, res) {
  res.header("X-A", "b\r\nSet-Cookie: c=d\r\n\r\nHTTP/1.1 200 OK").send("x");
};
