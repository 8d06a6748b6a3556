// The views of turns that wait: what each of them has written, taken out of the tree, and what it has read. As long as no other
// turn changes any of that, the writes can be put back, and the turn sees the newest state with its own changes.
(function (runtime) {
  "use strict";
  const { SafeList, is } = runtime.primordials;
  const { has } = runtime.nodes;
  const { putBack, takeOut, wasAbsent } = runtime.changes;
  let held = new SafeList();

  function changesIn(view, node) {
    const { dirty } = view.turn;
    for (let index = 0; index < dirty.length; index++) if (dirty[index].node === node) return dirty[index];
    return null;
  }

  // Whether the changes concern what the turn of the view has read or written.
  function concern(changes, view) {
    const own = changesIn(view, changes.node);
    return changes.isArray ? concernArray(changes, view.turn.reads, own) : concernObject(changes, view.turn.reads, own);
  }

  // An array is written as a whole.
  function concernArray(changes, reads, own) {
    const { before, length, node, whole } = changes;
    const array = node.value;
    if (own !== null) return true;
    if (whole !== null) return reads.hasAny(node);
    if (array.length !== length && (reads.has(node, "length") || reads.hasKeys(node))) return true;
    for (let index = length; index < array.length; index++) if (reads.has(node, `${index}`)) return true;
    let isConcerned = false;
    before.forEach((value, index) => {
      const isChanged = index >= array.length || !is(array[index], value);
      isConcerned ||= isChanged && reads.has(node, `${index}`);
    });
    return isConcerned;
  }

  function concernObject(changes, reads, own) {
    const { before, node, returned } = changes;
    let isConcerned = false;
    before.forEach((value, key) => {
      if (isConcerned) return;
      const isThere = has(node.value, key);
      const hasComeOrGone = wasAbsent(value) === isThere;
      // A key that went and came back is behind the others, whatever its value.
      const areKeysChanged = hasComeOrGone || (isThere && returned !== null && returned.has(key));
      const isChanged = hasComeOrGone || (isThere && !is(node.value[key], value));
      isConcerned = (isChanged && (reads.has(node, key) || (own !== null && own.before.has(key)))) || (areKeysChanged && reads.hasKeys(node));
    });
    return isConcerned;
  }

  function isConcerned(view, turn) {
    if (view.turn.reads === null) return true;
    for (let index = 0; index < turn.dirty.length; index++) if (concern(turn.dirty[index], view)) return true;
    return false;
  }

  function drop(view) {
    const rest = new SafeList();
    for (let index = 0; index < held.length; index++) if (held[index] !== view) rest.push(held[index]);
    held = rest;
  }

  runtime.views = {
    __proto__: null, drop,

    // Takes what the turn has written out of the tree.
    hold(turn) {
      for (let index = turn.dirty.length - 1; index >= 0; index--) takeOut(turn.dirty[index]);
      const view = { turn, isStale: false };
      held.push(view);
      return view;
    },

    // Puts back what the turn of the view has written.
    release(view) {
      drop(view);
      const { dirty } = view.turn;
      for (let index = 0; index < dirty.length; index++) putBack(dirty[index]);
    },

    // Notes what a turn changed that has ended.
    changed(turn) {
      for (let index = 0; index < held.length; index++) held[index].isStale ||= isConcerned(held[index], turn);
    },
  };
})
