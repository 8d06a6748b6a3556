// The global `expire`: says when the host is to remove a part of the state. And what the worker does when that time has come.
(function (runtime) {
  "use strict";
  const {
    Number, SafeMap, TypeError, dateTime, exec, floor, hasOwn, isArray, isFinite, now, objectToString, parse, stringify,
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

  function refuse(value) { return new TypeError(`expire: ${runtime.inspect(value)} is no object in state, such as state.calls[id]`); }

  function refuseArrays(node, key) {
    for (let step = node; step !== null; step = step.parent) {
      if (!isArray(step.value)) continue;
      const place = runtime.storable.place(runtime.nodes.pathTo(node, key));
      throw new TypeError(`expire: ${place} is in an array, where places change: keep it in an object, under a name of its own`);
    }
  }

  runtime.defineGlobal("expire", function expire(value, after) {
    requireTurn();
    const time = timeOf(after);
    if (typeof value !== "object" || value === null) throw refuse(value);
    const { turn } = running;
    const node = nodeOf(value);
    if (node === undefined) {
      // A script's own object is in the state when it is inside of one that the turn has put there: the end will tell.
      if (turn.foreign === null) throw refuse(value);
    } else {
      if (node.parent === null || !isAttached(node)) throw refuse(value);
      refuseArrays(node.parent, keyOf(node));
      // Whether it is there depends on all that is around it.
      for (let step = node; turn.reads !== null && step.parent !== null; step = step.parent) turn.reads.note(step.parent, step.key);
    }
    if (turn.expiries === null) turn.expiries = new SafeMap();
    turn.expiries.set(node ?? value, { value, time, holder: null, key: null });
    return value;
  });

  // The place of what is to expire when the turn ends: {node, key}; undefined when it is gone.
  function placeOf(subject, expiry, turn) {
    if (subject.proxy === expiry.value) return isAttached(subject) ? { node: subject.parent, key: keyOf(subject) } : undefined;
    if (expiry.holder === null) {
      if (turn.foreign.has(subject)) return undefined;
      throw refuse(expiry.value);
    }
    const node = runtime.nodeFor(expiry.holder);
    return isAttached(node) && has(node.value, expiry.key) ? { node, key: expiry.key } : undefined;
  }

  // The operations of the patch, for places that there still are.
  runtime.expiryOperations = (turn) => {
    let text = "";
    turn.expiries.forEach((expiry, subject) => {
      const place = placeOf(subject, expiry, turn);
      if (place === undefined) return;
      refuseArrays(place.node, place.key);
      const path = `${runtime.pointer(place.node)}/${runtime.escaped(place.key)}`;
      text += `${text === "" ? "" : ","}{"op":"expire","path":${stringify(path)},"at":${expiry.time}}`;
    });
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
