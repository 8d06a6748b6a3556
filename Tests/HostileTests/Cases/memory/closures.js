// outcome: exceeded_memory
module.exports = function () {
  let chain = () => 0;
  for (let number = 0; ; number++) {
    const before = chain;
    const own = [number];
    chain = () => before() + own[0];
  }
};
