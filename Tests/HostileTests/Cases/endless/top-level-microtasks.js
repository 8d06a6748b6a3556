// outcome: load_failed
// detail: load 100 ms exceeded
// limits: { load: 100ms }
(async () => {
  for (;;) await 0;
})();
module.exports = () => ({ returned_code: 1 });
