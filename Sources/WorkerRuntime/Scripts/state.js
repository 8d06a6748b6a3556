// The global `state`: a plain object tree behind proxies that note what a turn writes, so that a turn's end costs what
// the turn touched. A turn's writes become a JSON Patch (RFC 6902) and can be undone until the host has stored them.
//
// No script ever gets an object of the tree itself, and a turn can be stopped between any two calls: what a write changes is
// on record before it is changed.
(function (runtime) {
  "use strict";
  const {
    Error, Proxy, SafeList, SafeMap, SafeWeakMap, String, TypeError, defineProperty, deleteProperty, get, getOwnPropertyDescriptor, hasOwn,
    is, isArray, keys, ownKeys, parse, put, set, setPrototypeOf, stringify,
  } = runtime.primordials;
  const { escaped, plainText } = runtime;
  const absent = Symbol("absent");

  const nodes = new SafeWeakMap();   // object of the tree → its Node
  const owners = new SafeWeakMap();  // proxy → its Node
  let storable = runtime.storable.strict;
  let dirty = null;                  // nodes written in the running turn; null between turns
  let closing = false;               // the turn's patch is being made: a getter or toJSON may read, not write
  let unsettled = new SafeList();    // {turn, records} of turns the host has not stored yet, oldest first

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
      this.path = null;          // where it is when the turn ends
      nodes.set(value, this);
      owners.set(this.proxy, this);
    }
  }
  setPrototypeOf(Node.prototype, null);

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

  function pathTo(node, key) {
    const path = node.parent === null ? new SafeList() : pathTo(node.parent, node.key);
    path.push(key);
    return path;
  }

  function record(node, key) {
    if (closing) throw new Error("state cannot be changed by a getter or toJSON while it is being stored");
    if (node.writes === null) {
      const writes = new SafeMap();
      node.length = node.isArray ? node.value.length : 0;
      dirty.push(node);
      node.writes = writes;
    }
    if (!node.writes.has(key)) node.writes.set(key, hasOwn(node.value, key) ? node.value[key] : absent);
  }

  function isStrict() { return storable === runtime.storable.strict; }
  function isIndex(key) { return `${key >>> 0}` === key && key !== "4294967295"; }

  function setLength(node, length) {
    const current = node.value.length;
    if (length === current) return;
    record(node, "length");
    for (let index = length; index < current; index++) record(node, `${index}`);
    node.value.length = length;
    if (length < node.length || length > current) node.rewritten = true;
  }

  function write(node, key, value) {
    if (typeof key === "symbol") throw new TypeError("state: symbols cannot be stored as keys");
    if (node.isArray && key === "length") return setLength(node, value);
    const isOwn = hasOwn(node.value, key);
    if (!isOwn && node.isArray && !isIndex(key) && isStrict()) throw runtime.unstorable(pathTo(node, key), "what is no element of an array");
    if (typeof value === "object" && value !== null) {
      const owner = owners.get(value);
      if (owner === undefined) storable(value, pathTo(node, key));
      else if (isOwn && owner.value === node.value[key]) return;
    } else if (typeof value !== "string") {
      storable(value, pathTo(node, key));
    }
    record(node, key);
    if (isOwn) {
      node.value[key] = value;
    } else {
      if (node.isArray && +key > node.value.length) node.rewritten = true;
      put(node.value, key, value);
    }
  }

  // Without a prototype: a trap that is missing here would be looked for on Object.prototype, and get the tree's object.
  const traps = {
    __proto__: null,
    get(target, key, receiver) {
      requireTurn();
      // Not target[key]: an inherited getter has to get the proxy.
      if (!hasOwn(target, key)) return get(target, key, receiver);
      const value = target[key];
      return typeof value === "object" && value !== null ? view(value, nodes.get(target), key) : value;
    },
    set(target, key, value, receiver) {
      requireTurn();
      const node = nodes.get(target);
      if (receiver !== node.proxy) return set(target, key, value, receiver);
      write(node, key, value);
      return true;
    },
    has(target, key) {
      requireTurn();
      return key in target;
    },
    ownKeys(target) {
      requireTurn();
      return ownKeys(target);
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
      if (!hasOwn(descriptor, "value")) throw new TypeError(`state.${String(key)}: only plain values can be stored`);
      write(nodes.get(target), key, descriptor.value);
      return true;
    },
    getOwnPropertyDescriptor(target, key) {
      requireTurn();
      const descriptor = getOwnPropertyDescriptor(target, key);
      if (descriptor === undefined) return undefined;
      setPrototypeOf(descriptor, null);
      descriptor.value = view(descriptor.value, nodes.get(target), key);
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
      if (!hasOwn(parent.value, key) || parent.value[key] !== step.value) return null;
      if (parent.writes !== null && parent.rewritten) return null;
      text = `/${escaped(key)}${text}`;
    }
    return text;
  }

  // Replaces the script's own object at `key` by a plain copy, which is what is stored.
  function settleValue(node, key) {
    const copy = storable(node.value[key], pathTo(node, key));
    if (copy !== undefined) put(node.value, key, copy);
    else if (node.isArray) node.value[key] = null;
    else deleteProperty(node.value, key);
  }

  // Makes everything that was written plain. Getters and toJSON of the script run here, and may read `state`.
  function settleWrites(node) {
    const { value } = node;
    node.writes.forEach((before, key) => {
      if (!hasOwn(value, key)) return;
      if (!node.isArray || (key !== "length" && (isStrict() || isIndex(key)))) settleValue(node, key);
      else if (key !== "length") deleteProperty(value, key);
    });
    if (!node.rewritten) return;
    for (let index = 0; index < value.length; index++) if (!hasOwn(value, index)) put(value, index, null);
  }

  function operation(op, path, value) {
    return `{"op":"${op}","path":${stringify(path)},"value":${plainText(value)}}`;
  }

  function addObjectOperations(node, operations) {
    const { value, path } = node;
    node.writes.forEach((before, key) => {
      const present = hasOwn(value, key);
      if (present ? is(before, value[key]) : before === absent) return;
      const member = `${path}/${escaped(key)}`;
      operations.push(present ? operation("add", member, value[key]) : `{"op":"remove","path":${stringify(member)}}`);
    });
  }

  // A whole array replaces its member in the parent; when the parent is an array too, "add" would insert.
  function addArrayOperations(node, operations) {
    const { value, path, length } = node;
    if (node.rewritten) {
      operations.push(operation(node.parent.isArray ? "replace" : "add", path, value));
      return;
    }
    node.writes.forEach((before, key) => {
      if (+key < length && !is(before, value[key])) operations.push(operation("replace", `${path}/${key}`, value[key]));
    });
    for (let index = length; index < value.length; index++) operations.push(operation("add", `${path}/-`, value[index]));
  }

  // The JSON Patch of what the turn changed, "" for nothing.
  function patch() {
    for (let index = 0; index < dirty.length; index++) {
      const node = dirty[index];
      node.path = pointer(node);
      if (node.path !== null) settleWrites(node);
    }
    const operations = new SafeList();
    for (let index = 0; index < dirty.length; index++) {
      const node = dirty[index];
      if (node.path === null) continue;
      if (node.isArray) addArrayOperations(node, operations);
      else addObjectOperations(node, operations);
    }
    let text = "";
    for (let index = 0; index < operations.length; index++) text += index === 0 ? operations[index] : `,${operations[index]}`;
    return text === "" ? "" : `[${text}]`;
  }

  // May be done twice.
  function undo(records) {
    for (let index = records.length - 1; index >= 0; index--) {
      const { node, writes, length } = records[index];
      writes.forEach((before, key) => {
        if (node.isArray && key === "length") return;
        if (before === absent) deleteProperty(node.value, key);
        else put(node.value, key, before);
      });
      if (node.isArray) node.value.length = length;
    }
  }

  function currentRecords() {
    const records = new SafeList();
    for (let index = 0; index < dirty.length; index++) {
      const node = dirty[index];
      if (node.writes !== null) records.push({ node, writes: node.writes, length: node.length });
    }
    return records;
  }

  function close() {
    for (let index = 0; index < dirty.length; index++) {
      dirty[index].writes = null;
      dirty[index].rewritten = false;
    }
    dirty = null;
  }

  runtime.state = {
    __proto__: null,
    root: root.proxy,

    // Starts over from a stored state. Called before any script of the bundle runs.
    load(text, rules) {
      storable = runtime.storable[rules];
      const stored = parse(text);
      const names = keys(stored);
      for (let index = 0; index < names.length; index++) put(root.value, names[index], stored[names[index]]);
    },

    begin() { dirty = new SafeList(); },

    // Ends the turn and gives the JSON Patch of what it changed, "" for nothing. Throws when something cannot be stored:
    // the turn is still open then, for `abort`.
    end(turn) {
      if (dirty.length === 0) {
        dirty = null;
        return "";
      }
      closing = true;
      const text = patch();
      closing = false;
      const records = currentRecords();
      if (text === "") undo(records);
      else unsettled.push({ turn, records });
      close();
      return text;
    },

    // Ends the turn as if it had not been.
    abort() {
      closing = false;
      if (dirty === null) return;
      undo(currentRecords());
      close();
    },

    // Undoes `turn` and everything after it.
    rewind(turn) {
      while (unsettled.length > 0 && unsettled[unsettled.length - 1].turn >= turn) undo(unsettled.pop().records);
    },

    // Everything up to `turn` is stored: it will not be undone.
    settle(turn) {
      if (unsettled.length === 0 || unsettled[0].turn > turn) return;
      const rest = new SafeList();
      for (let index = 0; index < unsettled.length; index++) if (unsettled[index].turn > turn) rest.push(unsettled[index]);
      unsettled = rest;
    },
  };

  defineProperty(globalThis, "state", {
    __proto__: null,
    enumerable: true,
    configurable: false,
    get() { return root.proxy; },
    set(value) {
      requireTurn();
      if (value === root.proxy) return;
      if (typeof value !== "object" || value === null || isArray(value)) throw new TypeError("state must be an object");
      storable(value, new SafeList());
      const names = keys(value);
      const values = new SafeList();
      for (let index = 0; index < names.length; index++) values.push(value[names[index]]);
      const old = keys(root.value);
      for (let index = 0; index < old.length; index++) delete root.proxy[old[index]];
      for (let index = 0; index < names.length; index++) root.proxy[names[index]] = values[index];
    },
  });
})
