// outcome: exceeded_cpu
module.exports = function () {
  console.log({
    get inner() {
      for (;;) Math.sqrt(2);
    },
  });
  return { returned_code: 1 };
};
