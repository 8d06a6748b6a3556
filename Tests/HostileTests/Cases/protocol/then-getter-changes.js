// outcome: ok | invalid_instruction
module.exports = function () {
  let reads = 0;
  return { returned_code: 1, get then() { return reads++ === 0 ? (resolve) => resolve({ returned_code: 2 }) : undefined; } };
};
