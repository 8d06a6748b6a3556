// outcome: ok, ok
const caught = [];
for (const trap of ["getPrototypeOf", "isExtensible", "apply", "construct", "has", "ownKeys"]) {
  Object.prototype[trap] = function (...values) { caught.push(trap); return Reflect[trap](...values); };
}
module.exports = function (req, state) {
  state.list = [1];
  Object.getPrototypeOf(state);
  Object.isExtensible(state);
  Object.isFrozen(state.list);
  state instanceof Array;
  if (caught.length > 0) throw new Error(`the object behind the proxy is out: ${caught}`);
  return { returned_code: 1 };
};
