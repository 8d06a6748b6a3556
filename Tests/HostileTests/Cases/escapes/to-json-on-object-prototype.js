// outcome: ok, ok
// reply: {"returned_code":1}
// state: {"list":[{"a":1},{"a":1}],"own":{"b":{"c":[1]}}}
module.exports = function (req, state) {
  Object.prototype.toJSON = function () { return "forged"; };
  Array.prototype.toJSON = function () { return "forged"; };
  try {
    state.list ??= [];
    delete Object.prototype.toJSON;
    delete Array.prototype.toJSON;
    state.list.push({ a: 1 });
    state.own = { b: { c: [1] } };
    return {
      get returned_code() {
        Object.prototype.toJSON = Array.prototype.toJSON = undefined;
        return 1;
      },
    };
  } finally {
    // Stays while the patch is written, and is no function while the reply is.
    Object.defineProperty(Object.prototype, "toJSON", { configurable: true, writable: true, value: undefined });
  }
};
