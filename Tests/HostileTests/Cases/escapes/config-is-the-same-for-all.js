// outcome: ok, ok
// config: { greeting: { text: hello, list: [1] } }
module.exports = function (req) {
  try { req.config.greeting.text = "changed"; } catch { /* frozen */ }
  try { req.config.greeting.list.push(2); } catch { /* frozen */ }
  try { Sandbox.config.greeting = 1; } catch { /* frozen */ }
  try { req.config = {}; } catch { /* refused */ }
  if (JSON.stringify(req.config) !== '{"greeting":{"text":"hello","list":[1]}}') throw new Error(JSON.stringify(req.config));
  return { returned_code: 1 };
};
