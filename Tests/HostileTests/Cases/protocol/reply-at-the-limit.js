// outcome: ok
// size: 1048576
module.exports = function (req, state, res) {
  res.send("x".repeat(2 ** 20));
};
