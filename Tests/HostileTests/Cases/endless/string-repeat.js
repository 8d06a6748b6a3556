// outcome: exceeded_cpu | threw | timed_out | exceeded_memory
// limits: { wall: 1s }
module.exports = function () {
  const texts = [];
  for (let round = 0; ; round++) texts[round % 2] = "ы".repeat(2 ** 24 + round).toUpperCase();
};
