// outcome: ok
// reply: {"returned_code":1}
module.exports = function (req, state, res) {
  const forged = [
    () => Object.create(res).json({ returned_code: 5 }), () => res.json.call({ used: true }, { returned_code: 5 }),
    () => res.status.call(new Proxy(res, {}), 500), () => new res.constructor().json.call(null), () => Object.setPrototypeOf({}, Object.getPrototypeOf(res)).send("x"),
  ];
  for (const attempt of forged) {
    let refused = false;
    try { attempt(); } catch { refused = true; }
    if (!refused) throw new Error(`went through: ${attempt}`);
  }
  return { returned_code: 1 };
};
