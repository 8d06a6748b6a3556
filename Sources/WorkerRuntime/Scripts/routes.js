// The routes of the bundle: what files export, or what `Sandbox.define` was told.
(function (runtime, host) {
  "use strict";
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
  const routes = [];
  let closed = false;

  runtime.routes = routes;
  runtime.addRoute = (route) => {
    if (closed) throw new Error("Sandbox.define was called by a handler: routes are defined while the file loads");
    routes.push(route);
  };

  function addFileRoutes(path) {
    const exported = runtime.modules.load(path);
    const before = routes.length;
    if (typeof exported === "function") runtime.addRoute({ method: null, template: null, file: path, handler: exported, style: "file" });
    else if (typeof exported === "object" && exported !== null) {
      for (const method of methods) {
        if (typeof exported[method] === "function") runtime.addRoute({ method, template: null, file: path, handler: exported[method], style: "file" });
      }
      if (typeof exported.default === "function") runtime.addRoute({ method: null, template: null, file: path, handler: exported.default, style: "file" });
    }
    return routes.length - before;
  }

  // Loads every file that answers, in order.
  runtime.loadFiles = (paths) => {
    for (const path of paths) {
      const defined = routes.length;
      if (addFileRoutes(path) > 0 || routes.length > defined) continue;
      throw new TypeError(`${path} exports nothing that answers: write "export default function (req, state) { … }", or export functions named after HTTP methods, or start the file's name with _ if it is no route`);
    }
    return closeRoutes();
  };

  runtime.loadMain = (path, kind) => {
    if (kind === "script") host.script(path);
    else runtime.modules.load(path);
    if (routes.length === 0) throw new Error(`${path} defines no route: call Sandbox.define("/path", "GET", function (req, res) { … })`);
    return closeRoutes();
  };

  function closeRoutes() {
    closed = true;
    return JSON.stringify(routes.map(({ method, template, file }) => ({ method, template, file: file ?? null })));
  }
})
