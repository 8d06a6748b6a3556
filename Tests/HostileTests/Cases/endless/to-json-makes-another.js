// outcome: threw | exceeded_cpu
module.exports = function () {
  const make = () => ({ a: { toJSON: make } });
  return make();
};
