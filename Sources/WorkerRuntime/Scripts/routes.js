// The routes of the bundle: what files export, or what `Sandbox.define` was told.
(function (runtime, host) {
  "use strict";
  const { Error, SafeList, TypeError, stringify } = runtime.primordials;
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
  const routes = new SafeList();
  let closed = false;

  runtime.routes = routes;
  runtime.addRoute = (method, template, file, handler, style) => {
    if (closed) throw new Error("Sandbox.define was called by a handler: routes are defined while the file loads");
    routes.push({ method, template, file, handler, style, hasWaited: false });
  };

  function addFileRoutes(path) {
    const exported = runtime.modules.load(path);
    const before = routes.length;
    if (typeof exported === "function") runtime.addRoute(null, null, path, exported, "file");
    else if (typeof exported === "object" && exported !== null) {
      for (let index = 0; index < methods.length; index++) {
        const handler = exported[methods[index]];
        if (typeof handler === "function") runtime.addRoute(methods[index], null, path, handler, "file");
      }
      const handler = exported.default;
      if (typeof handler === "function") runtime.addRoute(null, null, path, handler, "file");
    }
    return routes.length - before;
  }

  // Loads every file that answers, in order.
  runtime.loadFiles = (paths) => {
    for (let index = 0; index < paths.length; index++) {
      const path = paths[index];
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
    let text = "";
    for (let index = 0; index < routes.length; index++) {
      const { method, template, file } = routes[index];
      if (index > 0) text += ",";
      text += `{"method":${stringify(method)},"template":${stringify(template)},"file":${stringify(file)}}`;
    }
    return `[${text}]`;
  }
})
