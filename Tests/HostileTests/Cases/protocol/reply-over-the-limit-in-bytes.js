// outcome: invalid_instruction
// detail: may have 1048576
module.exports = function (req, state, res) {
  res.send("ы".repeat(2 ** 19 + 1));
};
