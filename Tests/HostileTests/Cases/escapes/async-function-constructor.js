// outcome: ok
module.exports = async function () {
  const AsyncFunction = (async () => {}).constructor;
  const GeneratorFunction = (function* () {}).constructor;
  const seen = [await AsyncFunction("return typeof runtime + typeof host")(), [...GeneratorFunction("yield typeof runtime")()][0]];
  if (seen.join() !== "undefinedundefined,undefined") throw new Error(`found ${seen}`);
  return { returned_code: 1 };
};
