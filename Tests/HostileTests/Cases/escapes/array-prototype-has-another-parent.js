// outcome: ok, ok
// state: {"list":[{"a":1},{"a":1}]}
let caught = 0;
const parent = new Proxy(Object.prototype, {
  set(target, key, value, receiver) {
    caught += 1;
    return Reflect.set(target, key, value, receiver);
  },
});
module.exports = function (req, state) {
  state.list ??= [];
  const list = state.list;
  Object.setPrototypeOf(Array.prototype, parent);
  state.list = [...list, { a: 1 }];
  caught = 0;
  return {
    get returned_code() {
      Object.setPrototypeOf(Array.prototype, Object.prototype);
      return caught === 0 ? 1 : "caught";
    },
  };
};
