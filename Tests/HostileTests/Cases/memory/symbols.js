// outcome: exceeded_memory
module.exports = function () {
  for (let number = 0; ; number++) Symbol.for(`symbol ${number} ${"x".repeat(1000)}`);
};
