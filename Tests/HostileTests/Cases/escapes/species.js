// outcome: ok, ok
// reply: {"returned_code":1}
// state: {"list":[1,1]}
for (const type of [Promise, Array, Map, Set, RegExp]) {
  Object.defineProperty(type, Symbol.species, { get() { throw new Error("forged"); } });
}
module.exports = async function (req, state) {
  await 0;
  state.list ??= [];
  state.list.push(1);
  return { returned_code: 1 };
};
