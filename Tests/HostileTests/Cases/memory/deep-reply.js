// outcome: threw | invalid_instruction | exceeded_memory | exceeded_reply
module.exports = function () {
  let deep = { text: "x" };
  for (let level = 0; level < 1e6; level++) deep = { deep };
  return deep;
};
