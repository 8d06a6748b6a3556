// The global `state`: the tree behind proxies that note what a turn writes, so that a turn's end costs what the turn touched.
(function (runtime) {
  "use strict";
  const {
    RangeError, SafeList, SafeMap, SafeSet, String, TypeError, defineProperty, get, getOwnPropertyDescriptor, getPrototypeOf, has, hasOwn,
    isArray, isFinite, keys, ownKeys, parse, set, setPrototypeOf,
  } = runtime.primordials;
  const { Node, keyOf, nodeOf, pathTo, requireTurn, running, tombstone, traps, view } = runtime.nodes;
  const {
    absent, deleteElement, deleteMember, deleteName, place, setElement, setLength, setMember, setName, undoOne, wasAbsent,
  } = runtime.changes;
  const { primitiveSize } = runtime.sizes;
  const { isStrict, primitive, primitiveSlip, refuse, refuseKey, refusePart } = runtime.storable;
  const { views } = runtime;
  let root = null;
  let text = "";                    // of the state to start from, as far as it has come
  let unsettled = new SafeList();   // turns that the host has not stored yet, in the order in which they ended

  class Turn {
    constructor() {
      this.dirty = new SafeList();  // Changes
      this.foreign = null;          // scripts' own objects that the turn put into the tree
      this.expiries = null;         // what is to expire, a Node or a script's own object → {time, holder, key}
      this.adopted = null;          // Node → where it was, of those that were moved
      this.moves = null;            // what is to be moved
      this.growth = 0;              // bytes of JSON that were written; when the turn has ended, by how many the state grew
      this.isCounted = false;       // `growth` is exact
      this.written = 0;             // bytes of the patch, about, for what was written
      this.number = 0;
      this.isClosing = false;       // the patch is being made: getters and toJSON may read, not write
      this.reads = null;            // what was read, when that is noted
    }
  }
  setPrototypeOf(Turn.prototype, null);

  function requireOpen() {
    if (running.turn.isClosing) throw new TypeError("state cannot be changed by a getter or toJSON while it is being stored");
  }

  function noteRead(target, key) {
    const { turn } = running;
    if (turn === null) requireTurn();
    if (turn.reads !== null) turn.reads.note(nodeOf(target), key);
  }

  // What the tree gets for a script's value at `key` of `node`.
  function admit(node, key, value) {
    requireOpen();
    if (typeof value !== "object") {
      const slip = primitiveSlip(value);
      if (slip !== undefined) throw refuse(pathTo(node, key), slip);
      if (value === undefined || typeof value === "function" || typeof value === "symbol") return value;
      const plain = primitive(value);
      runtime.sizes.grow(node, key, primitiveSize(plain));
      // What is no number for JSON stays what it is until the turn ends.
      return typeof value === "number" && !isFinite(value) ? value : plain;
    }
    if (value === null) return null;
    const inner = nodeOf(value);
    if (inner !== undefined) {
      refusePart(inner, node, pathTo(node, key));
      return inner.value;
    }
    runtime.sizes.grow(node, key, runtime.storable.check(value, pathTo(node, key), node));
    const { turn } = running;
    if (turn.foreign === null) turn.foreign = new SafeSet();
    turn.foreign.add(value);
    return value;
  }

  function writeMember(node, key, value) {
    const { value: object } = node;
    const inner = typeof value === "object" && value !== null ? nodeOf(value) : undefined;
    const isThere = hasOwn(object, key);
    if (inner !== undefined && isThere && object[key] === inner.value) return;
    if (!isThere) refuseKey(node, key);
    setMember(node, key, admit(node, key, value));
  }

  function writeElement(node, index, value) {
    const array = node.value;
    const inner = typeof value === "object" && value !== null ? nodeOf(value) : undefined;
    if (inner !== undefined && hasOwn(array, index) && array[index] === inner.value) return;
    const admitted = admit(node, `${index}`, value);
    if (index > array.length) growHoles(node, index);
    setElement(node, index, admitted);
  }

  function writeLength(node, value) {
    requireOpen();
    const length = value >>> 0;
    if (length !== +value) throw new RangeError("Invalid array length");
    if (length > node.value.length) growHoles(node, length);
    setLength(node, length);
  }

  // Counts `null` for each element up to `length`.
  function growHoles(node, length) {
    const { length: before } = node.value;
    runtime.sizes.grow(node, `${before}`, (length - before) * 5 - 1);
  }

  function write(node, key, value) {
    if (typeof key === "symbol") throw new TypeError("state: symbols cannot be stored as keys");
    if (!isArray(node.value)) return writeMember(node, key, value);
    if (key === "length") return writeLength(node, value);
    const index = key >>> 0;
    if (`${index}` === key && index !== 4294967295) return writeElement(node, index, value);
    if (isStrict()) throw refuse(pathTo(node, key), "what is no element of an array");
    setName(node, key, admit(node, key, value));
  }

  function remove(node, key) {
    requireOpen();
    if (!isArray(node.value)) return deleteMember(node, key);
    const index = key >>> 0;
    if (`${index}` === key) deleteElement(node, index);
    else deleteName(node, key);
  }

  traps.get = (target, key, receiver) => {
    noteRead(target, key);
    if (hasOwn(target, key)) {
      const value = target[key];
      if (typeof value !== "object" || value === null) return value;
      if (value !== tombstone) return view(value, target, key);
    }
    // Not target[key]: an inherited getter has to get the proxy.
    const value = get(getPrototypeOf(target), key, receiver);
    return typeof value === "function" && isArray(target) ? runtime.arrays.method(value) : value;
  };
  traps.set = (target, key, value, receiver) => {
    noteRead(target, key);
    const node = nodeOf(target);
    if (receiver !== node.proxy) return set(target, key, value, receiver);
    write(node, key, value);
    return true;
  };
  traps.has = (target, key) => {
    noteRead(target, key);
    return (hasOwn(target, key) && target[key] !== tombstone) || has(getPrototypeOf(target), key);
  };
  traps.ownKeys = (target) => {
    requireTurn();
    if (running.turn.reads !== null) running.turn.reads.noteKeys(nodeOf(target));
    const names = ownKeys(target);
    if (nodeOf(target).tombstones === 0) return names;
    const there = [];
    for (let index = 0; index < names.length; index++) {
      if (target[names[index]] !== tombstone) defineProperty(there, there.length, member(names[index]));
    }
    return there;
  };
  traps.deleteProperty = (target, key) => {
    noteRead(target, key);
    if (!hasOwn(target, key) || target[key] === tombstone) return true;
    if (isArray(target) && key === "length") return false;
    remove(nodeOf(target), key);
    return true;
  };
  traps.defineProperty = (target, key, descriptor) => {
    noteRead(target, key);
    const isPlain = hasOwn(descriptor, "value") && descriptor.enumerable !== false && descriptor.writable !== false && descriptor.configurable !== false;
    if (!isPlain) throw new TypeError(`state.${String(key)}: only plain values can be stored`);
    write(nodeOf(target), key, descriptor.value);
    return true;
  };
  traps.getOwnPropertyDescriptor = (target, key) => {
    noteRead(target, key);
    const descriptor = getOwnPropertyDescriptor(target, key);
    if (descriptor === undefined) return undefined;
    const { value } = descriptor;
    if (value === tombstone) return undefined;
    setPrototypeOf(descriptor, null);
    if (typeof value === "object" && value !== null) descriptor.value = view(value, target, key);
    return descriptor;
  };
  traps.setPrototypeOf = () => { throw new TypeError("state: a prototype cannot be stored"); };
  traps.preventExtensions = () => { throw new TypeError("state cannot be frozen or sealed"); };

  function member(value) { return { __proto__: null, value, writable: true, enumerable: true, configurable: true }; }

  function undo(turn) {
    if (turn.adopted !== null) {
      turn.adopted.forEach((before, node) => {
        node.parent = before.parent;
        node.key = before.key;
      });
    }
    for (let index = turn.dirty.length - 1; index >= 0; index--) undoOne(turn.dirty[index]);
  }

  function close() {
    const { turn } = running;
    for (let index = 0; index < turn.dirty.length; index++) turn.dirty[index].node.changes = null;
    turn.foreign = null;
    running.turn = null;
  }

  // What the turn deleted is gone for good, unless a later turn has put something there, which may have been deleted again.
  function bury(turn, later) {
    for (let index = 0; index < turn.dirty.length; index++) {
      const { node, before } = turn.dirty[index];
      if (node.tombstones === 0) continue;
      before.forEach((value, key) => {
        const isGone = hasOwn(node.value, key) && node.value[key] === tombstone;
        if (isGone && !isDeletedBy(later, node, key)) place(node, key, absent);
      });
    }
  }

  function isDeletedBy(turns, node, key) {
    for (let index = 0; index < turns.length; index++) {
      const { dirty } = turns[index];
      for (let inner = 0; inner < dirty.length; inner++) {
        const { before } = dirty[inner];
        if (dirty[inner].node === node && before.has(key) && !wasAbsent(before.get(key))) return true;
      }
    }
    return false;
  }

  runtime.state = {
    __proto__: null, admit, writeElement,
    get root() { return root.proxy; },

    // Takes a part of the text of the state to start from.
    add(piece) { text += piece; },

    // Starts from a stored state, whose text has come. Called once, before any script of the bundle runs.
    load(patches, rules, bytes, limit, patchLimit) {
      runtime.storable.use(rules);
      const document = parse(text);
      text = "";
      root = new Node(patches === null ? document : runtime.applyPatches(document, patches), null, "");
      runtime.sizes.load(root, bytes, limit, patchLimit);
    },

    // Starts a turn. With `isTracked` it is noted what the turn reads; without, it counts as having read everything.
    begin(isTracked) {
      running.turn = new Turn();
      if (isTracked) running.turn.reads = new runtime.Reads();
    },

    // Takes what the running turn has written out of the tree, and gives its view of the state: the turn waits.
    suspend() {
      const view = views.hold(running.turn);
      running.turn = null;
      return view;
    },

    // Goes on with a turn that has waited. Its view must not be stale.
    resume(view) {
      running.turn = view.turn;
      views.release(view);
    },

    // Whether a turn that ended meanwhile has changed what the turn of the view had read or written.
    isStale(view) { return view.isStale; },

    // Forgets a turn that waits.
    drop(view) { views.drop(view); },

    // Ends the turn, which is the one at place `number` of all that ended, and gives the JSON Patch of what it changed, "" for nothing. Throws when something cannot be stored: the
    // turn is still open then, for `abort`.
    end(number) {
      const { turn } = running;
      if (turn.dirty.length === 0 && turn.expiries === null) {
        running.turn = null;
        return "";
      }
      turn.isClosing = true;
      runtime.settle(turn);
      const { text: changed, growth } = runtime.difference(turn);
      const expiries = turn.expiries === null ? "" : runtime.expiryOperations(turn);
      const text = expiries === "" ? changed : changed === "" ? expiries : `${changed},${expiries}`;
      if (text === "") {
        // What is equal is the same: a turn that waits has read the objects that were there.
        undo(turn);
        close();
        return "";
      }
      runtime.sizes.settle(growth);
      turn.number = number;
      turn.growth = growth;
      unsettled.push(turn);
      views.changed(turn);
      close();
      return `[${text}]`;
    },

    // Ends the turn as if it had not been.
    abort() {
      if (running.turn === null) return;
      undo(running.turn);
      close();
    },

    // Undoes the turn that ended at place `number`, and all that ended after it. No turn waits.
    rewind(number) {
      while (unsettled.length > 0 && unsettled[unsettled.length - 1].number >= number) {
        const turn = unsettled.pop();
        undo(turn);
        runtime.sizes.undo(turn.growth);
      }
    },

    // Everything that ended up to place `number` is stored: it will not be undone.
    settle(number) {
      if (unsettled.length === 0 || unsettled[0].number > number) return;
      const rest = new SafeList();
      for (let index = 0; index < unsettled.length; index++) if (unsettled[index].number > number) rest.push(unsettled[index]);
      for (let index = 0; index < unsettled.length - rest.length; index++) bury(unsettled[index], rest);
      unsettled = rest;
    },
  };

  function replaceAll(value) {
    if (running.turn.reads !== null) running.turn.reads.noteKeys(root);
    requireOpen();
    const names = keys(value);
    const values = new SafeMap();
    for (let index = 0; index < names.length; index++) values.set(names[index], value[names[index]]);
    runtime.sizes.requireRoom(value, runtime.storable.checkMembers(value, root));
    const before = removeAll();
    try {
      values.forEach((inner, name) => { write(root, name, inner); });
    } catch (error) {
      removeAll();
      before.forEach((inner, name) => { setMember(root, name, inner); });
      throw error;
    }
  }

  // Removes every member of the state, and gives them.
  function removeAll() {
    const members = new SafeMap();
    const names = keys(root.value);
    for (let index = 0; index < names.length; index++) {
      const inner = root.value[names[index]];
      if (inner === tombstone) continue;
      members.set(names[index], inner);
      deleteMember(root, names[index]);
    }
    return members;
  }

  defineProperty(globalThis, "state", {
    __proto__: null,
    enumerable: true,
    configurable: false,
    get() { return root.proxy; },
    set(value) {
      requireTurn();
      if (value === root.proxy) return;
      if (typeof value !== "object" || value === null || isArray(value)) throw new TypeError("state must be an object");
      replaceAll(value);
    },
  });
})
