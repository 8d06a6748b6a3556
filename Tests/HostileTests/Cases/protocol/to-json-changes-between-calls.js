// outcome: ok, invalid_instruction
let calls = 0;
module.exports = function () {
  return { toJSON: () => (calls++ === 0 ? { returned_code: 1 } : { phone: 1 }) };
};
