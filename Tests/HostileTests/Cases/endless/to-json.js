// outcome: exceeded_cpu
module.exports = function () {
  return { toJSON() { for (;;) Math.sqrt(2); } };
};
