// outcome: threw
// detail: forged
module.exports = function () {
  const error = new Error("forged");
  error.stack = "f@/etc/passwd:1:1\ng@ringbox:runtime:1:1";
  error.sourceURL = "/etc/shadow";
  throw error;
};
