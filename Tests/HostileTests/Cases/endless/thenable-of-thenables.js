// outcome: timed_out | exceeded_cpu
// limits: { wall: 1s }
module.exports = function () {
  const next = () => ({ then(resolve) { resolve(next()); } });
  return next();
};
