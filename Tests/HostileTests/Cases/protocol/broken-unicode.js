// outcome: ok
// reply: {"text":"a\ufffdb\ufffdc"}
module.exports = function (req, state) {
  state.broken = "\ud800";
  return { text: "a\ud800b\u0000c" };
};
