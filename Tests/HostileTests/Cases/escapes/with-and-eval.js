// outcome: ok
// file: main.js
var leaked = [];
Sandbox.define("/", "GET", function (req, res) {
  with (res) {
    with (state) { count = 1; }
  }
  (0, eval)("var fromEval = typeof runtime + typeof host + typeof content");
  if (fromEval !== "undefinedundefinedundefined" || state.count !== undefined) throw new Error(fromEval);
  res.json({ returned_code: 1 });
});
