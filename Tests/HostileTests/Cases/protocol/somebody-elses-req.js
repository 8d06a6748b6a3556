// outcome: ok, ok
let first;
module.exports = function (req) {
  first ??= req;
  first.query.numa = "changed";
  first.body = "changed";
  if (first !== req && (req.query.numa === "changed" || req.body === "changed")) throw new Error("two turns share a request");
  return { returned_code: 1 };
};
