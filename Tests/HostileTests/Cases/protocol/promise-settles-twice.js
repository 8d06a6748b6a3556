// outcome: ok
// reply: {"returned_code":1}
module.exports = function () {
  return new Promise((resolve, reject) => {
    resolve({ returned_code: 1 });
    resolve({ returned_code: 2 });
    reject(new Error("late"));
  });
};
