// outcome: exceeded_reply
// detail: reply 1048576 bytes exceeded: used 1048577 bytes
module.exports = function (req, state, res) {
  res.send("x".repeat(2 ** 20 + 1));
};
