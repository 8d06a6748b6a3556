// outcome: exceeded_reply
// detail: reply 1048576 bytes exceeded
module.exports = function (req, state, res) {
  res.send("ы".repeat(2 ** 19 + 1));
};
