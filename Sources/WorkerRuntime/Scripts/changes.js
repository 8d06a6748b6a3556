// What a turn changed in one object or array of the tree, with what was there before: to make the patch of it, to undo it, and
// to take it out and put it back while the turn waits.
//
// A turn can be stopped between any two calls: what a write changes is on record before it is changed.
(function (runtime) {
  "use strict";
  const { SafeList, SafeMap, SafeSet, deleteProperty, hasOwn, isArray, keys, put, setPrototypeOf } = runtime.primordials;
  const { nodeOf, running, tombstone } = runtime.nodes;
  const absent = Symbol("absent");
  // So many elements are noted one by one when an array gets shorter; from then on the whole array is.
  const shortCut = 16;

  class Changes {
    constructor(node) {
      this.node = node;
      this.before = new SafeMap();              // key or index → what was there, `absent` for nothing
      this.isArray = isArray(node.value);
      this.length = this.isArray ? node.value.length : 0;
      this.whole = null;                        // the elements before, once more than single ones were changed
      this.hasHoles = false;
      this.names = null;                        // of an array: key that is no index, which nothing stores → its value while the turn waits
      this.order = null;                        // the keys before, once one came back that had been deleted
      this.returned = null;                     // those that came back
      this.after = null;                        // key → what is there, of a turn that waits
    }
  }
  setPrototypeOf(Changes.prototype, null);

  function changesOf(node) {
    if (node.changes !== null) return node.changes;
    const changes = new Changes(node);
    running.turn.dirty.push(changes);
    node.changes = changes;
    return changes;
  }

  function listOf(array, length) {
    const list = new SafeList();
    for (let index = 0; index < length; index++) list.push(hasOwn(array, index) ? array[index] : absent);
    return list;
  }

  // Makes `key` of an object hold `value`: anything, a tombstone, or `absent`.
  function place(node, key, value) {
    const object = node.value;
    const wasTombstone = hasOwn(object, key) && object[key] === tombstone;
    if (value === tombstone) node.tombstones++;
    if (value === absent) deleteProperty(object, key);
    else put(object, key, value);
    if (wasTombstone) node.tombstones--;
  }

  function noteMember(node, key) {
    const { before } = changesOf(node);
    if (!before.has(key)) before.set(key, hasOwn(node.value, key) ? node.value[key] : absent);
  }

  function setMember(node, key, value) {
    noteMember(node, key);
    if (hasOwn(node.value, key) && node.value[key] !== tombstone) return put(node.value, key, value);
    // The key is new, or comes back behind all others.
    const { changes } = node;
    const before = changes.before.get(key);
    if (before !== absent) {
      if (changes.order === null) changes.order = keys(node.value);
      if (changes.returned === null) changes.returned = new SafeSet();
      changes.returned.add(key);
    }
    changes.before.delete(key);
    changes.before.set(key, before);
    place(node, key, absent);
    place(node, key, value);
  }

  function deleteMember(node, key) {
    noteMember(node, key);
    running.turn.isCounted = false;
    place(node, key, node.changes.before.get(key) === absent ? absent : tombstone);
  }

  // Notes the element at `index`, if it was there before the turn.
  function noteElement(node, index) {
    const changes = changesOf(node);
    if (changes.whole !== null || index >= changes.length || changes.before.has(index)) return changes;
    changes.before.set(index, node.value[index]);
    return changes;
  }

  function originalElements(changes) {
    if (changes.whole !== null) return changes.whole;
    const list = listOf(changes.node.value, changes.length);
    changes.before.forEach((value, index) => { list[index] = value; });
    return list;
  }

  // Notes every element: something is about to move them.
  function noteElements(node) {
    const changes = changesOf(node);
    running.turn.isCounted = false;
    if (changes.whole === null) changes.whole = originalElements(changes);
    return changes;
  }

  function setElement(node, index, value) {
    const array = node.value;
    if (index > array.length) noteElements(node).hasHoles = true;
    else noteElement(node, index);
    put(array, index, value);
  }

  function setName(node, name, value) {
    const changes = changesOf(node);
    if (changes.names === null) changes.names = new SafeMap();
    changes.names.set(name, undefined);
    put(node.value, name, value);
  }

  // Only the turn itself can have made the name.
  function deleteName(node, name) {
    node.changes.names.delete(name);
    deleteProperty(node.value, name);
  }

  function deleteElement(node, index) {
    noteElements(node).hasHoles = true;
    running.turn.isCounted = false;
    deleteProperty(node.value, index);
  }

  function setLength(node, length) {
    const array = node.value;
    if (length === array.length) return;
    running.turn.isCounted = false;
    if (length > array.length) {
      noteElements(node).hasHoles = true;
    } else if (array.length - length > shortCut) {
      noteElements(node);
    } else {
      for (let index = length; index < array.length; index++) noteElement(node, index);
    }
    array.length = length;
  }

  function setElements(array, list) {
    array.length = 0;
    for (let index = 0; index < list.length; index++) {
      if (list[index] === absent) array.length = index + 1;
      else put(array, index, list[index]);
    }
  }

  // Puts back the order that the keys had.
  function reorder(node, order) {
    const object = node.value;
    for (let index = 0; index < order.length; index++) {
      const key = order[index];
      if (!hasOwn(object, key)) continue;
      const value = object[key];
      deleteProperty(object, key);
      put(object, key, value);
    }
  }

  // May be done twice.
  function undoOne(changes) {
    const { node, before } = changes;
    if (changes.names !== null) changes.names.forEach((value, name) => deleteProperty(node.value, name));
    if (!changes.isArray) {
      node.count = -1;
      before.forEach((value, key) => place(node, key, value));
      if (changes.order !== null) reorder(node, changes.order);
    } else if (changes.whole !== null) {
      setElements(node.value, changes.whole);
      for (let index = 0; index < changes.whole.length; index++) rekey(node, index);
    } else {
      before.forEach((value, index) => put(node.value, index, value));
      node.value.length = changes.length;
      before.forEach((value, index) => rekey(node, index));
    }
  }

  // Lets the element at `index` know its place again.
  function rekey(node, index) {
    const value = node.value[index];
    const element = typeof value === "object" && value !== null ? nodeOf(value) : undefined;
    if (element !== undefined && element.parent === node) element.key = index;
  }

  // Takes the changes of the running turn out of the tree, to be put back by `redo`.
  function takeOut(changes) {
    const { node } = changes;
    if (changes.isArray) {
      changes.after = listOf(node.value, node.value.length);
      if (changes.names !== null) changes.names.forEach((value, name) => changes.names.set(name, node.value[name]));
    } else {
      changes.after = new SafeMap();
      changes.before.forEach((value, key) => changes.after.set(key, hasOwn(node.value, key) ? node.value[key] : absent));
    }
    undoOne(changes);
    node.changes = null;
  }

  function putBack(changes) {
    const { node, after } = changes;
    node.changes = changes;
    if (changes.isArray) {
      // Nobody else changed the array, or the turn would not go on.
      setElements(node.value, after);
      if (changes.names !== null) changes.names.forEach((value, name) => put(node.value, name, value));
    } else {
      // Others may have added keys meanwhile.
      if (changes.order !== null) changes.order = keys(node.value);
      after.forEach((value, key) => {
        changes.before.set(key, hasOwn(node.value, key) ? node.value[key] : absent);
        if (changes.returned !== null && changes.returned.has(key)) place(node, key, absent);
        place(node, key, value);
      });
    }
    changes.after = null;
  }

  runtime.changes = {
    __proto__: null, absent, changesOf, deleteElement, deleteMember, deleteName, noteElements, originalElements, place, putBack, rekey, setElement,
    setElements, setLength, setMember, setName, takeOut, undoOne,
    wasAbsent(value) { return value === absent || value === tombstone; },
  };
})
