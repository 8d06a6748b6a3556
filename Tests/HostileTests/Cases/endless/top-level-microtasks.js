// outcome: load_failed
// detail: load 300 ms exceeded
// limits: { load: 300ms }
(async () => {
  for (;;) await 0;
})();
module.exports = () => ({ returned_code: 1 });
