// outcome: ok
// Code made while it runs reaches the engine's own import; in a file it would be the sandbox's require.
module.exports = async function () {
  const engineImport = new Function("name", "return import(name)");
  for (const name of ["fs", "node:fs", "./index.js", "index.js", "file:///etc/passwd", "/etc/passwd", "data:text/javascript,export default 1"]) {
    const answer = await Promise.race([engineImport(name).then(() => "loaded", () => "refused"), pending()]);
    if (answer === "loaded") throw new Error(`${name} was loaded`);
  }
  return { returned_code: 1 };
};
async function pending() {
  for (let count = 0; count < 20; count++) await 0;
  return "pending";
}
