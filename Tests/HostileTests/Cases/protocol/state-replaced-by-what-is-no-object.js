// outcome: threw
// detail: state must be an object
module.exports = function () {
  globalThis.state = [];
};
