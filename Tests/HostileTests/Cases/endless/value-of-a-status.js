// outcome: exceeded_cpu
module.exports = function (req, state, res) {
  res.status({ valueOf() { for (;;) Math.sqrt(2); } });
};
