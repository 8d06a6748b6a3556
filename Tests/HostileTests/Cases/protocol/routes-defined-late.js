// outcome: threw
// detail: routes are defined while the file loads
module.exports = function () {
  Sandbox.define("/other", () => 1);
  return { returned_code: 1 };
};
