// outcome: ok | exceeded_reply
module.exports = function (req, state, res) {
  for (let number = 0; number < 1_000; number++) res.header(`X-Header-${number}`, "v".repeat(1_000));
  res.send("page");
};
