// outcome: no_reply, no_reply
let first;
module.exports = function (req, state, res) {
  first ??= res;
  if (first !== res) first.json({ returned_code: 5 });
};
