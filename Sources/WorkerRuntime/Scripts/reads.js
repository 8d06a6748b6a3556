// What a turn has read of the state, at the grain of a node and one of its keys, or of a node and the list of its keys. With it
// the state engine finds out whether another turn's writes concern a turn that waits.
//
// Nodes are told apart by identity alone, so that this file knows nothing of the engine.
(function (runtime) {
  "use strict";
  const { SafeMap } = runtime.primordials;
  const allKeys = Symbol("keys");

  class Reads {
    constructor() {
      this.nodes = new SafeMap();  // node → SafeMap of the keys that were read
      this.latest = null;          // the node that was read last, and its keys: reading comes in runs
      this.latestKeys = null;
    }

    // Notes that `node[key]` was read, or looked for.
    note(node, key) {
      if (node !== this.latest) {
        let keys = this.nodes.get(node);
        if (keys === undefined) this.nodes.set(node, keys = new SafeMap());
        this.latest = node;
        this.latestKeys = keys;
      }
      this.latestKeys.set(key, true);
    }

    // Notes that the list of the node's keys was read.
    noteKeys(node) { this.note(node, allKeys); }

    // Whether `node[key]` was read, or looked for.
    has(node, key) {
      const keys = this.nodes.get(node);
      return keys !== undefined && keys.has(key);
    }

    // Whether anything of the node was read.
    hasAny(node) { return this.nodes.has(node); }

    // Whether the list of the node's keys was read.
    hasKeys(node) { return this.has(node, allKeys); }
  }
  Object.setPrototypeOf(Reads.prototype, null);

  runtime.Reads = Reads;
})
