// outcome: threw
// detail: setTimeout
module.exports = function () {
  return new Promise((resolve) => setTimeout(resolve, 1e9));
};
