// The tree of `state`: plain objects and arrays that no script ever gets. A script sees proxies; what it has seen has a Node.
(function (runtime) {
  "use strict";
  const { Error, Proxy, SafeList, freeze, hasOwn, isArray, keys, setPrototypeOf } = runtime.primordials;

  // Puts a private field on an object that is there already: nothing of it shows, and it is read as quickly as a property.
  class Bare {
    constructor(object) { return object; }
  }
  class Mark extends Bare {
    #node;
    constructor(object, node) {
      super(object);
      this.#node = node;
    }
    static read(object) { return #node in object ? object.#node : undefined; }
  }

  const nodeOf = Mark.read;

  // Stands in the tree where a key was deleted by a turn that is not stored yet, so that undoing it keeps the order of the keys.
  const tombstone = freeze({ __proto__: null, toJSON() {} });

  // Filled by the part that makes `state`.
  const traps = { __proto__: null };

  // The turn that runs: {dirty, foreign, …}; null between turns.
  const running = { __proto__: null, turn: null };

  // An object or array of the tree, where it is, and what the running turn changed in it.
  class Node {
    constructor(value, parent, key) {
      this.value = value;
      this.parent = parent;   // null for the root
      this.key = key;         // of an array's element as it was last known
      this.changes = null;
      this.tombstones = 0;    // at least as many as there are
      this.count = -1;        // members of an object, without the running turn's changes; -1 when nobody has counted them
      this.proxy = new Proxy(value, traps);
      new Mark(value, this);
      new Mark(this.proxy, this);
    }
  }
  setPrototypeOf(Node.prototype, null);

  // What a script sees for an object of the tree. One that a script put there in this turn is still the script's own.
  function view(value, target, key) {
    const node = nodeOf(value);
    if (node !== undefined) return node.proxy;
    if (isForeign(value)) return value;
    return new Node(value, nodeOf(target), isArray(target) ? +key : key).proxy;
  }

  // The key of the place where the node's parent has it; undefined when it was taken out.
  function keyOf(node) {
    const { key, value } = node;
    const holder = node.parent.value;
    if (hasOwn(holder, key) && holder[key] === value) return key;
    if (!isArray(holder)) return undefined;
    for (let index = 0; index < holder.length; index++) {
      if (hasOwn(holder, index) && holder[index] === value) {
        node.key = index;
        return index;
      }
    }
    return undefined;
  }

  // Whether the node is a part of the state, and not of something that was cut out of it.
  function isAttached(node) {
    for (let step = node; step.parent !== null; step = step.parent) if (keyOf(step) === undefined) return false;
    return true;
  }

  function isIndex(key) { return `${key >>> 0}` === key && key !== "4294967295"; }

  // How many levels there are down to the node, which counts; 1 for the root.
  function levelOf(node) {
    let level = 1;
    for (let step = node; step.parent !== null; step = step.parent) level++;
    return level;
  }

  // Whether more than `levels` objects and arrays of the tree are inside one another in `value`, which counts.
  function heightOver(value, levels) {
    if (levels <= 0) return true;
    const names = isArray(value) ? null : keys(value);
    const count = names === null ? value.length : names.length;
    for (let index = 0; index < count; index++) {
      const part = value[names === null ? index : names[index]];
      if (typeof part === "object" && part !== null && part !== tombstone && !isForeign(part) && heightOver(part, levels - 1)) return true;
    }
    return false;
  }

  // Whether the running turn put the object there, which is still the script's own.
  function isForeign(value) {
    const { foreign } = running.turn;
    return foreign !== null && foreign.has(value);
  }

  // The keys from the root to `key` in `node`, as texts.
  function pathTo(node, key) {
    const path = node.parent === null ? new SafeList() : pathTo(node.parent, keyOf(node) ?? node.key);
    path.push(`${key}`);
    return path;
  }

  function requireTurn() {
    if (running.turn === null) throw new Error("state is used outside a turn: the handler had already answered");
  }

  runtime.nodes = {
    __proto__: null, Node, heightOver, isAttached, isForeign, isIndex, keyOf, levelOf, nodeOf, pathTo, requireTurn, running, tombstone, traps, view,
    // Whether the object has the key, as scripts see it.
    has(object, key) { return hasOwn(object, key) && object[key] !== tombstone; },
  };
})
