// outcome: exceeded_cpu
// detail: in index.js:
module.exports = function () {
  let turns = 0;
  for (;;) turns += Math.sqrt(turns);
};
