// outcome: exceeded_cpu | threw | timed_out
// limits: { wall: 1s }
module.exports = function () {
  let number = 3n;
  for (;;) number **= 3n;
};
