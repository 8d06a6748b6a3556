// `require`, for CommonJS files, JSON and text of the bundle. There is nothing else to load from.
(function (runtime, host) {
  "use strict";
  const { parse } = JSON;
  const { hasOwn } = Object;
  const loaded = new Map();
  let kinds = {};

  const endings = ["", ".js", ".json", ".mjs", ".cjs", ".ts", ".mts", ".cts", "/index.js", "/index.mjs", "/index.ts"];

  // Relative to the requiring file's folder, with or without "./"; ".." above the sandbox's folder stays there.
  function resolve(id, from) {
    const steps = from.split("/").slice(0, -1);
    if (id.startsWith("/")) steps.length = 0;
    for (const step of id.split("/")) {
      if (step === "..") steps.pop();
      else if (step !== "." && step !== "") steps.push(step);
    }
    const path = steps.join("/");
    for (const ending of endings) if (hasOwn(kinds, path + ending)) return path + ending;
    const typed = path.replace(/\.(m|c)?js$/, ".$1ts");
    if (hasOwn(kinds, typed)) return typed;
    throw new Error(`Cannot find module: ${id} (required by ${from}; files are looked up in the sandbox's own folder)`);
  }

  function load(path) {
    if (kinds[path] === "json") return parseFile(path);
    const known = loaded.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {}, id: path, filename: path, loaded: false };
    loaded.set(path, module);
    try {
      if (kinds[path] === "text") module.exports = host.text(path);
      else host.compile(path)(module.exports, (id) => load(resolve(String(id), path)), module, path, path);
    } catch (error) {
      loaded.delete(path);
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  function parseFile(path) {
    try {
      return parse(host.text(path));
    } catch (error) {
      throw new SyntaxError(`${path} is not valid JSON: ${error.message}`);
    }
  }

  runtime.modules = { load, use(files) { kinds = files; } };

  // For main.js, which is a global script.
  runtime.defineRequire = (entry) => runtime.defineGlobal("require", (id) => load(resolve(String(id), entry)));
})
