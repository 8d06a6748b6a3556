// outcome: threw | exceeded_memory
module.exports = function () {
  return new Uint8Array(2 ** 31).fill(1).length;
};
