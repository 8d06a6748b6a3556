// outcome: ok
// reply: {"returned_code":4}
module.exports = function () {
  return new Proxy({ returned_code: 4 }, {
    get: (target, key) => (key === "then" || key === "toJSON" ? undefined : target[key]),
    ownKeys: () => ["returned_code"],
    getOwnPropertyDescriptor: () => ({ value: 4, enumerable: true, configurable: true }),
  });
};
