// outcome: ok, ok
// reply: {"returned_code":2}
let forged = 0;
Promise.prototype.then = function (resolve) { forged++; resolve({ returned_code: 9 }); };
Promise.resolve = () => ({ then: null });
module.exports = async function () {
  await 0;
  return { returned_code: 2 };
};
