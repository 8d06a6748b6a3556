// outcome: load_failed
// detail: load 100 ms exceeded
// limits: { load: 100ms }
state.trap = {
  calls: 0,
  toJSON() {
    if (this.calls++ > 0) for (;;) Math.sqrt(2);
    return 1;
  },
};
module.exports = () => ({ returned_code: 1 });
