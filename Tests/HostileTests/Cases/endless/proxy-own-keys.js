// outcome: exceeded_cpu
module.exports = function () {
  return new Proxy({}, { ownKeys() { for (;;) Math.sqrt(2); } });
};
