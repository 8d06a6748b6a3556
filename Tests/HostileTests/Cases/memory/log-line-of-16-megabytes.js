// outcome: ok | exceeded_memory
// log: the log of this turn is cut here
// peak: 640
module.exports = function () {
  console.log("x".repeat(2 ** 24));
  return { returned_code: 1 };
};
