// outcome: exceeded_memory
module.exports = function () {
  const kept = [];
  for (let number = 0; ; number++) kept.push(`строка ${number} `.repeat(100).toUpperCase());
};
