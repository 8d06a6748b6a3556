// outcome: timed_out | exceeded_cpu
// limits: { wall: 1s }
module.exports = function () {
  (function again() {
    Promise.resolve().then(again);
  })();
  return { returned_code: 1 };
};
