// outcome: load_failed
// detail: load 300 ms exceeded: used
// detail: in index.js:
// limits: { load: 300ms }
function spin() {
  for (;;) Math.sqrt(2);
}
spin();
module.exports = spin;
