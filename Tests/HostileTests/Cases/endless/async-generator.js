// outcome: timed_out | exceeded_cpu
// limits: { wall: 1s }
module.exports = async function () {
  async function* numbers() {
    for (let number = 0; ; number++) yield number;
  }
  for await (const number of numbers()) if (number < 0) return { returned_code: 1 };
};
