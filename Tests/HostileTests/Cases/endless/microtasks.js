// outcome: timed_out | exceeded_cpu
// limits: { wall: 1s }
module.exports = async function () {
  for (;;) await 0;
};
