// outcome: exceeded_cpu
module.exports = function (req, state) {
  state.trap = {
    get inner() {
      for (;;) Math.sqrt(2);
    },
  };
  return { returned_code: 1 };
};
