// outcome: ok
for (const type of [Map, Set, Error, Date, RegExp, Promise]) Object.defineProperty(type, Symbol.hasInstance, { value: () => true });
module.exports = function (req, state) {
  console.log({ a: 1 }, [1]);
  state.plain = { a: [1] };
  return { returned_code: 1, text: "x" };
};
