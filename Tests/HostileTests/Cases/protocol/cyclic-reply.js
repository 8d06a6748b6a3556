// outcome: invalid_instruction
module.exports = function () {
  const reply = { text: "x" };
  reply.reply = reply;
  return reply;
};
