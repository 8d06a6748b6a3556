// outcome: exceeded_reply | exceeded_memory | threw
// peak: 1100
module.exports = function () {
  return { text: "x".repeat(2 ** 27) };
};
