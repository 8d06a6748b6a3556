// outcome: ok
// log: the log of this turn is cut here
module.exports = function () {
  for (let number = 0; number < 20_000; number++) console.log("строка", number);
  return { returned_code: 1 };
};
