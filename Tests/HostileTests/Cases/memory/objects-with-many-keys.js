// outcome: exceeded_memory
module.exports = function () {
  const object = {};
  for (let number = 0; ; number++) object[`key${number}`] = [number];
};
