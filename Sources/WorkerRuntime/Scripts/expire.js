// The global `expire`: says when the host is to remove a part of the state. And what the worker does when that time has come.
(function (runtime) {
  "use strict";
  const {
    Number, TypeError, dateTime, exec, floor, hasOwn, isArray, isFinite, now, objectToString, parse, stringify,
  } = runtime.primordials;
  const { Node, has, isAttached, keyOf, nodeOf, requireTurn, running } = runtime.nodes;
  const { deleteMember } = runtime.changes;
  const units = { __proto__: null, ms: 1, s: 1000, m: 60000, h: 3600000, d: 86400000 };
  const written = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
  const latest = 8.64e15;  // what a Date can hold

  // Milliseconds since 1970; null for never.
  function timeOf(after) {
    if (after === null) return null;
    if (typeof after === "string") {
      const parts = exec(written, after);
      if (parts !== null) return checked(now() + Number(parts[1]) * units[parts[2]], after);
    } else if (typeof after === "object" && objectToString(after) === "[object Date]") {
      return checked(dateTime(after), after);
    }
    throw new TypeError(`expire: write the time like "30s", "15m", "2h" or "7d", or give a Date, not ${runtime.inspect(after)}; null takes it back`);
  }

  function checked(time, after) {
    if (!isFinite(time) || time > latest) throw new TypeError(`expire: ${runtime.inspect(after)} is no time`);
    return time < 0 ? 0 : floor(time);
  }

  // Where the value is: {node, key} of what holds it.
  function placeOf(value) {
    const node = typeof value === "object" && value !== null ? nodeOf(value) : undefined;
    if (node !== undefined && node.parent !== null) return { node: node.parent, key: keyOf(node) };
    if (node === undefined && running.turn.foreign !== null) return running.turn.foreign.get(value);
    return undefined;
  }

  function refuseArrays(node, path) {
    for (let step = node; step !== null; step = step.parent) {
      if (isArray(step.value)) throw new TypeError(`expire: ${path} is in an array, where places change: keep it in an object, under a name of its own`);
    }
  }

  runtime.defineGlobal("expire", function expire(value, after) {
    requireTurn();
    const time = timeOf(after);
    const place = placeOf(value);
    if (place === undefined || place.key === undefined || !isAttached(place.node)) {
      throw new TypeError(`expire: ${runtime.inspect(value)} is no object in state, such as state.calls[id]`);
    }
    refuseArrays(place.node, runtime.storable.place(runtime.nodes.pathTo(place.node, place.key)));
    running.turn.expiries.push({ node: place.node, key: place.key, time });
    return value;
  });

  // The operations of the patch, for places that there still are.
  runtime.expiryOperations = (turn) => {
    let text = "";
    for (let index = 0; index < turn.expiries.length; index++) {
      const { node, key, time } = turn.expiries[index];
      if (!isAttached(node) || !has(node.value, key)) continue;
      const path = `${runtime.pointer(node)}/${runtime.escaped(key)}`;
      text += `${text === "" ? "" : ","}{"op":"expire","path":${stringify(path)},"at":${time}}`;
    }
    return text;
  };

  function remove(path) {
    const keys = runtime.tokens(path);
    let node = nodeOf(runtime.state.root);
    for (let depth = 0; depth < keys.length - 1; depth++) {
      const inner = hasOwn(node.value, keys[depth]) ? node.value[keys[depth]] : undefined;
      if (typeof inner !== "object" || inner === null) return;
      node = nodeOf(inner) ?? new Node(inner, node, keys[depth]);
    }
    const key = keys[keys.length - 1];
    if (!isArray(node.value) && has(node.value, key)) deleteMember(node, key);
  }

  // The route of the host's own turns, which remove what has expired. Their body is a JSON list of pointers.
  runtime.expiryRoute = {
    __proto__: null, style: "file", hasWaited: false,
    handler(bodyText) {
      const paths = parse(bodyText);
      for (let index = 0; index < paths.length; index++) remove(paths[index]);
      return true;
    },
  };
})
