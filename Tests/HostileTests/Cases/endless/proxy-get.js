// outcome: exceeded_cpu
module.exports = function (req, state) {
  state.trap = new Proxy({ a: 1 }, { get() { for (;;) Math.sqrt(2); } });
  return { returned_code: 1 };
};
