// outcome: exceeded_cpu
module.exports = function () {
  return new Promise(() => setTimeout(async () => { for (;;) await 0; }, 1));
};
