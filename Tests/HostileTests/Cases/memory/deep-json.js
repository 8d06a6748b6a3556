// outcome: threw | exceeded_memory | invalid_instruction | exceeded_reply
module.exports = function () {
  return JSON.parse("[".repeat(5e6) + "]".repeat(5e6));
};
