// outcome: load_failed
// detail: load 100 ms exceeded: used
// detail: in index.js:
// limits: { load: 100ms }
function spin() {
  for (;;) Math.sqrt(2);
}
spin();
module.exports = spin;
