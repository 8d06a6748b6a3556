// outcome: exceeded_cpu | exceeded_memory
module.exports = function () {
  return [...{ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) }];
};
