// outcome: exceeded_cpu
module.exports = function (req, state, res) {
  res.header("X-Loop", [{ [Symbol.toPrimitive]() { for (;;) Math.sqrt(2); } }]);
};
