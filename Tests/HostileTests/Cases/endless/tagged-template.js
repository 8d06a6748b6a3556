// outcome: exceeded_cpu
module.exports = function () {
  const tag = (strings) => { for (;;) other`${strings}`; };
  const other = (strings, inner) => inner;
  return tag`text`;
};
