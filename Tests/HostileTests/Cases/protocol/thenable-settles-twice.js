// outcome: ok
// reply: {"returned_code":1}
module.exports = function () {
  return { then(resolve, reject) { resolve({ returned_code: 1 }); resolve({ returned_code: 2 }); reject(1); throw 2; } };
};
