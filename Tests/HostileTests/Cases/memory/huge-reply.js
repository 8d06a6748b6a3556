// outcome: exceeded_reply
// detail: reply 1048576 bytes exceeded
module.exports = function () {
  return { text: "x".repeat(2 ** 21) };
};
