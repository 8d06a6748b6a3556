// outcome: ok
module.exports = function (req, state, res) {
  if (req.get("constructor") !== undefined || req.get("__proto__") !== undefined) throw new Error("a header that was not sent");
  res.header("__proto__", "x").header("toJSON", "y");
  if (res.get("constructor") !== undefined || res.get("__proto__") !== "x") throw new Error("not what was set");
  return { returned_code: 1 };
};
