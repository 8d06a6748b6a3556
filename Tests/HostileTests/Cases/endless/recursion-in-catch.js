// outcome: exceeded_cpu
module.exports = function () {
  function again(depth) {
    try {
      return again(depth + 1);
    } catch {
      return again(depth) + again(depth);
    }
  }
  return again(0);
};
