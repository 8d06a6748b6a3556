// outcome: ok
// reply: {"returned_code":1}
module.exports = function () {
  const promise = Promise.resolve({ returned_code: 1 });
  promise.constructor = { [Symbol.species]: function (executor) { executor(() => {}, () => {}); } };
  return promise;
};
