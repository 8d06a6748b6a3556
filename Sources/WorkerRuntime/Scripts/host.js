// Last of the parts: hands the host the functions that it calls.
(function (runtime, host) {
  "use strict";
  const { state } = runtime;
  const { parse } = runtime.primordials;
  host.register("addState", state.add);
  host.register("loadState", state.load);
  host.register("beginState", () => state.begin(false));
  host.register("endState", state.end);
  host.register("rewindState", state.rewind);
  host.register("useConfig", runtime.useConfig);
  host.register("useModules", (text) => runtime.modules.use(parse(text)));
  host.register("defineRequire", runtime.defineRequire);
  host.register("loadFiles", (text) => runtime.loadFiles(parse(text)));
  host.register("loadMain", runtime.loadMain);
  host.register("run", runtime.run);
  host.register("wake", runtime.wake);
  host.register("conclude", runtime.conclude);
  host.register("abort", runtime.abort);
  host.register("drop", runtime.drop);
  host.register("pick", runtime.pick);
})
