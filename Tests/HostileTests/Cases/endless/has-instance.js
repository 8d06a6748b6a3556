// outcome: exceeded_cpu
module.exports = function () {
  return {} instanceof { [Symbol.hasInstance]() { for (;;) Math.sqrt(2); } };
};
