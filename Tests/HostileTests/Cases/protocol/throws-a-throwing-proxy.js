// outcome: threw
module.exports = function () {
  throw new Proxy({}, { get() { throw new Error("again"); }, getPrototypeOf() { throw new Error("again"); } });
};
