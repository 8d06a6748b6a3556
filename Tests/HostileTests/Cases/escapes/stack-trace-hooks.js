// outcome: ok, ok
const caught = [];
Error.prepareStackTrace = (error, frames) => { caught.push(frames); return frames; };
Error.stackTraceLimit = 100;
module.exports = function (req, state, res) {
  const attempts = [() => res.status("x"), () => (state.f = () => 1), () => state.list.x.y, () => require("nothing"), () => req.is()];
  for (const attempt of attempts) {
    try {
      attempt();
    } catch (error) {
      if (typeof error.stack !== "string") throw new Error("a stack that is no text");
      const target = {};
      Error.captureStackTrace?.(target);
      if (Object.values(target).some((value) => typeof value !== "string")) throw new Error("a frame that is no text");
    }
  }
  if (caught.length > 0) throw new Error("a stack-trace hook was called");
  return { returned_code: 1 };
};
