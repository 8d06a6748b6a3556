// outcome: exceeded_cpu | threw | exceeded_memory
module.exports = function () {
  let proxy = {};
  for (;;) proxy = new Proxy(proxy, { get: (target, key) => target[key] + proxy[key] });
};
