// `require`, for CommonJS files, JSON and text of the bundle. There is nothing else to load from.
(function (runtime, host) {
  "use strict";
  const {
    Error, SafeList, SafeMap, String, SyntaxError, define, endsWith, hasOwn, parse, setPrototypeOf, split, startsWith, stringSlice,
  } = runtime.primordials;
  const loaded = new SafeMap();
  let kinds = { __proto__: null };

  const endings = ["", ".js", ".json", ".mjs", ".cjs", ".ts", ".mts", ".cts", "/index.js", "/index.mjs", "/index.ts"];
  const typed = { __proto__: null, ".mjs": ".mts", ".cjs": ".cts" };

  // Relative to the requiring file's folder, with or without "./"; ".." above the sandbox's folder stays there.
  function resolve(id, from) {
    const steps = startsWith(id, "/") ? new SafeList() : split(from, "/");
    if (steps.length > 0) steps.pop();
    const given = split(id, "/");
    for (let index = 0; index < given.length; index++) {
      if (given[index] === "..") steps.pop();
      else if (given[index] !== "." && given[index] !== "") steps.push(given[index]);
    }
    let path = "";
    for (let index = 0; index < steps.length; index++) path += index === 0 ? steps[index] : `/${steps[index]}`;
    for (let index = 0; index < endings.length; index++) if (hasOwn(kinds, path + endings[index])) return path + endings[index];
    const written = typedPath(path);
    if (written !== null && hasOwn(kinds, written)) return written;
    throw new Error(`Cannot find module: ${id} (required by ${from}; files are looked up in the sandbox's own folder)`);
  }

  // TypeScript is imported by the name of the JavaScript that it becomes.
  function typedPath(path) {
    const ending = typed[stringSlice(path, -4)];
    if (ending !== undefined) return stringSlice(path, 0, -4) + ending;
    return endsWith(path, ".js") ? `${stringSlice(path, 0, -3)}.ts` : null;
  }

  function load(path) {
    if (kinds[path] === "json") return parseFile(path);
    const known = loaded.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {}, id: path, filename: path, loaded: false };
    loaded.set(path, module);
    try {
      if (kinds[path] === "text") module.exports = host.text(path);
      else {
        const body = host.compile(path);
        body(module.exports, (id) => load(resolve(String(id), path)), module, path, path);
      }
    } catch (error) {
      loaded.delete(path);
      throw error;
    }
    define(module, "loaded", true);
    return module.exports;
  }

  function parseFile(path) {
    try {
      return parse(host.text(path));
    } catch (error) {
      throw new SyntaxError(`${path} is not valid JSON: ${error.message}`);
    }
  }

  runtime.modules = { __proto__: null, load, use(files) { kinds = setPrototypeOf(files, null) && files; } };

  // For main.js, which is a global script.
  runtime.defineRequire = (entry) => runtime.defineGlobal("require", (id) => load(resolve(String(id), entry)));
})
