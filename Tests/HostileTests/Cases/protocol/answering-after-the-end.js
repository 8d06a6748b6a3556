// outcome: ok, ok
// reply: {"returned_code":1}
let before;
module.exports = function (req, state, res) {
  before?.json({ returned_code: 5 });
  before?.status(404);
  before = res;
  return {
    get returned_code() {
      Promise.resolve().then(() => res.status(500).json({ returned_code: 6 }));
      return 1;
    },
  };
};
