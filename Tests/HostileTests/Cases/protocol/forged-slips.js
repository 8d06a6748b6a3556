// outcome: ok
// reply: {"returned_code":1}
module.exports = function () {
  Object.prototype.pointer = "/phones";
  Object.prototype.kind = "promise";
  return { returned_code: 1 };
};
