// outcome: ok
// log: cannot be shown
module.exports = function () {
  let deep = [];
  for (let level = 0; level < 2e5; level++) deep = [deep];
  console.log(deep);
  return { returned_code: 1 };
};
