// outcome: no_reply
module.exports = function () {
  return new Promise(() => {});
};
