// outcome: exceeded_memory
module.exports = function () {
  const map = new Map();
  for (let number = 0; ; number++) map.set(number, { number });
};
