// outcome: ok, ok
module.exports = function handler(req, state, res) {
  const found = [];
  const look = (name, read) => {
    try {
      const value = read();
      if (value !== null && value !== undefined && value !== handler) found.push(`${name}: ${value}`);
    } catch { /* refused */ }
  };
  look("caller", () => handler.caller);
  look("callee", () => arguments.callee.caller);
  look("arguments", () => handler.caller.arguments);
  function getter() {
    look("getter", () => getter.caller);
    look("getter's callee", () => arguments.callee.caller);
    return "text/plain";
  }
  const spied = {};
  Object.defineProperty(spied, "toString", { value: getter });
  look("through res", () => { res.header("X-Spied", [spied]); });
  look("through req", () => { req.get(spied); });
  const value = { returned_code: 1 };
  Object.defineProperty(value, "text", { enumerable: true, get: function text() { if (text.caller !== null) state.leak = String(text.caller); return "x"; } });
  if (state.leak !== undefined) throw new Error(`a getter was called by ${state.leak}`);
  if (found.length > 0) throw new Error(found.join("; "));
  return value;
};
