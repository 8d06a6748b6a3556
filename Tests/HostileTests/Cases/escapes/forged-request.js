// outcome: ok, ok
let kept;
module.exports = function (req) {
  for (const attempt of [() => Object.create(req).bodyAsString(), () => req.bodyAsString.call({}), () => new req.constructor("{}").body.length]) {
    try { if (typeof attempt() === "string") throw 1; } catch (error) { if (error === 1) throw new Error("went through"); }
  }
  if (kept !== undefined && kept === req) throw new Error("the request of another turn");
  kept = req;
  return { returned_code: 1 };
};
