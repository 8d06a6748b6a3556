// outcome: ok, ok
// log: the log of this turn is cut here
module.exports = function () {
  for (let number = 0; number < 5_000; number++) console.error(`поток ${number}\u0000\u001b[31m\r\n`);
  return { returned_code: 1 };
};
