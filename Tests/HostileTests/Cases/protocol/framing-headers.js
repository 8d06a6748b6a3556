// outcome: ok
// reply: page
module.exports = function (req, state, res) {
  res.header("Content-Length", "1").header("Transfer-Encoding", "chunked").header("Connection", "close").header("Ringbox-Outcome", "forged").send("page");
};
