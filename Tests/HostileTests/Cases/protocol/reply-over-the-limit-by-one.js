// outcome: invalid_instruction
// detail: the reply has 1048577 bytes and may have 1048576
module.exports = function (req, state, res) {
  res.send("x".repeat(2 ** 20 + 1));
};
