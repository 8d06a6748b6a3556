// outcome: ok | exceeded_memory
// body: {"a":["x"]}
module.exports = function (req) {
  for (let round = 0; round < 100; round++) JSON.parse(req.bodyAsString());
  return { returned_code: 1, text: typeof req.body };
};
