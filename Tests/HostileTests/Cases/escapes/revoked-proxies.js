// outcome: threw
module.exports = function (req, state) {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  console.log(proxy);
  try { state.gone = proxy; } catch { /* refused */ }
  return proxy;
};
