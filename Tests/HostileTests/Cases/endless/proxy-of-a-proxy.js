// outcome: exceeded_cpu | threw
module.exports = function () {
  let proxy = {};
  for (;;) proxy = new Proxy(proxy, { get: (target, key) => target[key] + proxy[key] });
};
