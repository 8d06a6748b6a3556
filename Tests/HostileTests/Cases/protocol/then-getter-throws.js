// outcome: threw
// detail: no then
module.exports = function () {
  return { get then() { throw new Error("no then"); } };
};
