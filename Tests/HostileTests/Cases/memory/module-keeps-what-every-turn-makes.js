// outcome: ok, ok, ok, ok | exceeded_memory, ok | exceeded_memory
// limits: { wall: 60s, cpu: 60s, memory: 64MiB }
const kept = [];
module.exports = function () {
  kept.push(new Array(2_000_000).fill(1.5));
  return { returned_code: 1, text: String(kept.length) };
};
