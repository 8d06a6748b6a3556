// The global `state`: a plain object tree behind proxies that note what a turn writes, so that a turn's end costs what
// the turn touched. A turn's writes become a JSON Patch (RFC 6902) and can be undone until the host has stored them.
(function (runtime) {
  "use strict";
  const { isArray } = Array;
  const { hasOwn, is, keys } = Object;
  const { getOwnPropertyDescriptor, deleteProperty, set: reflectSet, defineProperty: reflectDefine } = Reflect;
  const { stringify, parse } = JSON;
  const { put } = runtime;
  const absent = Symbol("absent");

  const nodes = new WeakMap();   // object of the tree → its Node
  const owners = new WeakMap();  // proxy → its Node
  let storable = runtime.storable.strict;
  let dirty = null;              // nodes written in the running turn; null between turns
  let closing = false;           // the turn's patch is being made: a getter or toJSON may read, not write
  let unsettled = [];            // [{turn, records}] of turns the host has not stored yet, oldest first

  // An object or array of the tree. `writes` maps each key written in this turn to the value before it.
  class Node {
    constructor(value, parent, key) {
      this.value = value;
      this.parent = parent;
      this.key = key;
      this.isArray = isArray(value);
      this.proxy = new Proxy(value, traps);
      this.writes = null;
      this.length = 0;           // of the array, before the turn
      this.rewritten = false;    // the array shrank or has holes: it is stored whole
      nodes.set(value, this);
      owners.set(this.proxy, this);
    }
  }

  function requireTurn() {
    if (dirty === null) throw new Error("state is used outside a turn: the handler had already answered");
  }

  // What a script sees for `value` under `parent[key]`. An object that was put there in this turn is still the script's own.
  function view(value, parent, key) {
    if (typeof value !== "object" || value === null || owners.has(value)) return value;
    const node = nodes.get(value);
    if (node !== undefined) {
      node.parent = parent;
      node.key = key;
      return node.proxy;
    }
    if (parent.writes !== null && parent.writes.has(key)) return value;
    return new Node(value, parent, key).proxy;
  }

  function keysTo(node) {
    const path = [];
    for (let step = node; step.parent !== null; step = step.parent) path.unshift(step.key);
    return path;
  }

  function record(node, key) {
    if (closing) throw new Error("state cannot be changed by a getter or toJSON while it is being stored");
    if (node.writes === null) {
      node.writes = new Map();
      node.length = node.isArray ? node.value.length : 0;
      dirty.push(node);
    }
    if (!node.writes.has(key)) node.writes.set(key, hasOwn(node.value, key) ? node.value[key] : absent);
  }

  function setLength(node, length) {
    const current = node.value.length;
    if (length === current) return;
    record(node, "length");
    for (let index = length; index < current; index++) record(node, String(index));
    node.value.length = length;
    if (length < node.length || length > current) node.rewritten = true;
  }

  function write(node, key, value) {
    if (typeof key === "symbol") throw new TypeError("state: symbols cannot be stored as keys");
    if (node.isArray && key === "length") return setLength(node, value);
    if (typeof value === "object" && value !== null) {
      const owner = owners.get(value);
      if (owner === undefined) storable(value, [...keysTo(node), key]);
      else if (owner.value === node.value[key]) return;
    } else if (typeof value !== "string") {
      storable(value, [...keysTo(node), key]);
    }
    record(node, key);
    if (node.isArray && Number(key) > node.value.length) node.rewritten = true;
    put(node.value, key, value);
  }

  const traps = {
    get(target, key) {
      requireTurn();
      const value = target[key];
      return typeof value === "object" && value !== null && hasOwn(target, key) ? view(value, nodes.get(target), key) : value;
    },
    set(target, key, value, receiver) {
      requireTurn();
      const node = nodes.get(target);
      if (receiver !== node.proxy) return reflectSet(target, key, value, receiver);
      write(node, key, value);
      return true;
    },
    has(target, key) {
      requireTurn();
      return key in target;
    },
    ownKeys(target) {
      requireTurn();
      return Reflect.ownKeys(target);
    },
    deleteProperty(target, key) {
      requireTurn();
      if (!hasOwn(target, key)) return true;
      const node = nodes.get(target);
      if (node.isArray && key === "length") return false;
      record(node, key);
      if (node.isArray) node.rewritten = true;
      return deleteProperty(target, key);
    },
    defineProperty(target, key, descriptor) {
      requireTurn();
      if (!("value" in descriptor)) throw new TypeError(`state.${String(key)}: only plain values can be stored`);
      write(nodes.get(target), key, descriptor.value);
      return true;
    },
    getOwnPropertyDescriptor(target, key) {
      requireTurn();
      const descriptor = getOwnPropertyDescriptor(target, key);
      if (descriptor !== undefined) descriptor.value = view(descriptor.value, nodes.get(target), key);
      return descriptor;
    },
    setPrototypeOf() { throw new TypeError("state: a prototype cannot be stored"); },
    preventExtensions() { throw new TypeError("state cannot be frozen or sealed"); },
  };

  const root = new Node({}, null, "");

  // RFC 6901; null when the node was cut out of the tree, or lies in an array that is stored whole.
  function pointer(node) {
    let text = "";
    for (let step = node; step.parent !== null; step = step.parent) {
      const { parent, key } = step;
      if (parent.value[key] !== step.value || (parent.writes !== null && parent.rewritten)) return null;
      text = `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}${text}`;
    }
    return text;
  }

  function escaped(key) { return key.replaceAll("~", "~0").replaceAll("/", "~1"); }

  function operation(op, path, value) {
    return value === undefined
      ? `{"op":"${op}","path":${stringify(path)}}`
      : `{"op":"${op}","path":${stringify(path)},"value":${stringify(value)}}`;
  }

  // Replaces the script's own object at `key` by a plain copy, which is what is stored.
  function settleValue(node, key) {
    const copy = storable(node.value[key], [...keysTo(node), key]);
    if (copy !== undefined) put(node.value, key, copy);
    else if (node.isArray) node.value[key] = null;
    else deleteProperty(node.value, key);
  }

  function objectOperations(node, path, operations) {
    for (const [key, before] of node.writes) {
      if (hasOwn(node.value, key)) settleValue(node, key);
      const present = hasOwn(node.value, key);
      if (present && is(before, node.value[key])) continue;
      if (present) operations.push(operation("add", `${path}/${escaped(key)}`, node.value[key]));
      else if (before !== absent) operations.push(operation("remove", `${path}/${escaped(key)}`));
    }
  }

  // A whole array replaces its member in the parent; when the parent is an array too, "add" would insert.
  function arrayOperations(node, path, operations) {
    const { value } = node;
    for (const key of node.writes.keys()) if (key !== "length" && hasOwn(value, key)) settleValue(node, key);
    if (node.rewritten) {
      for (let index = 0; index < value.length; index++) if (!hasOwn(value, index)) value[index] = null;
      operations.push(operation(node.parent.isArray ? "replace" : "add", path, value));
      return;
    }
    for (const [key, before] of node.writes) {
      if (Number(key) < node.length && !is(before, value[key])) operations.push(operation("replace", `${path}/${key}`, value[key]));
    }
    for (let index = node.length; index < value.length; index++) operations.push(operation("add", `${path}/-`, value[index]));
  }

  function undo(records) {
    for (let index = records.length - 1; index >= 0; index--) {
      const { node, writes, length } = records[index];
      for (const [key, before] of writes) {
        if (node.isArray && key === "length") continue;
        if (before === absent) deleteProperty(node.value, key);
        else put(node.value, key, before);
      }
      if (node.isArray) node.value.length = length;
    }
  }

  function takeRecords() {
    const records = dirty.map((node) => ({ node, writes: node.writes, length: node.length }));
    for (const node of dirty) {
      node.writes = null;
      node.rewritten = false;
    }
    dirty = null;
    return records;
  }

  runtime.state = {
    root: root.proxy,

    // Starts over from a stored state. Called before any script of the bundle runs.
    load(text, rules) {
      storable = runtime.storable[rules];
      const stored = parse(text);
      for (const key of keys(stored)) put(root.value, key, stored[key]);
    },

    begin() { dirty = []; },

    // Ends the turn and gives the JSON Patch of what it changed, "" for nothing. Throws when something cannot be stored:
    // the turn is still open then, for `abort`.
    end(turn) {
      const operations = [];
      closing = true;
      for (const node of dirty) {
        const path = pointer(node);
        if (path === null) continue;
        if (node.isArray) arrayOperations(node, path, operations);
        else objectOperations(node, path, operations);
      }
      closing = false;
      const records = takeRecords();
      if (operations.length === 0) {
        undo(records);
        return "";
      }
      unsettled.push({ turn, records });
      return `[${operations.join(",")}]`;
    },

    // Ends the turn as if it had not been.
    abort() {
      closing = false;
      if (dirty !== null) undo(takeRecords());
    },

    // Undoes `turn` and everything after it.
    rewind(turn) {
      while (unsettled.length > 0 && unsettled[unsettled.length - 1].turn >= turn) undo(unsettled.pop().records);
    },

    // Everything up to `turn` is stored: it will not be undone.
    settle(turn) {
      let count = 0;
      while (count < unsettled.length && unsettled[count].turn <= turn) count++;
      if (count > 0) unsettled = unsettled.slice(count);
    },
  };

  Object.defineProperty(globalThis, "state", {
    enumerable: true,
    configurable: false,
    get() { return root.proxy; },
    set(value) {
      requireTurn();
      if (value === root.proxy) return;
      if (typeof value !== "object" || value === null || isArray(value)) throw new TypeError("state must be an object");
      storable(value, []);
      const entries = keys(value).map((key) => [key, value[key]]);
      for (const key of keys(root.value)) delete root.proxy[key];
      for (const [key, inner] of entries) root.proxy[key] = inner;
    },
  });
})
