// outcome: invalid_instruction
module.exports = function (req, state, res) {
  res.status(201);
  return Object.create({ returned_code: 1, phones: "x" });
};
