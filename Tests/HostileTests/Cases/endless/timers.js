// outcome: timed_out
// limits: { wall: 1s }
// detail: wall 1 s exceeded while it waited for something
module.exports = function () {
  return new Promise((resolve) => setTimeout(resolve, 1e9));
};
