// outcome: threw
// detail: one request may wait for 1000 things at the same time
module.exports = function () {
  for (;;) setTimeout(() => {}, 1e6, new Uint8Array(1000));
};
