// outcome: ok
module.exports = function (req, state, res) {
  let reads = 0;
  const changing = { toString: () => (reads++ === 0 ? "fine" : "x\r\nSet-Cookie: c=d") };
  res.header(changing, [changing]).send("page");
};
