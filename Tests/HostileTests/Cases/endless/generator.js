// outcome: exceeded_cpu
module.exports = function () {
  function* numbers() {
    for (let number = 0; ; number++) yield number;
  }
  let sum = 0;
  for (const number of numbers()) sum += number;
};
