// The JSON Patch (RFC 6902) of what a turn changed. What was replaced by something alike, such as a filtered list or a spread
// object, is compared with what it replaces, so that a patch says what changed and no more.
(function (runtime) {
  "use strict";
  const { SafeList, SafeMap, SafeSet, hasOwn, is, isArray, keys, setPrototypeOf, stringify } = runtime.primordials;
  const { isAttached, isIndex, keyOf, levelOf, nodeOf, running, tombstone } = runtime.nodes;
  const { originalElements, wasAbsent } = runtime.changes;
  const { memberSize, originalSize, primitiveSize, textSize } = runtime.sizes;
  const { escaped, plainText } = runtime;
  // A comparison up to this length is taken without looking for something shorter.
  const shortText = 256;
  // A container up to this size is compared with its whole text; a larger one by how many of its parts changed.
  const fewParts = 16;

  // The elements, or a SafeMap of the members, that an object of the tree had before the turn.
  function original(value) {
    const node = nodeOf(value);
    const changes = node === undefined ? null : node.changes;
    if (isArray(value)) return changes === null ? value : originalElements(changes);
    const members = new SafeMap();
    const names = changes === null || changes.order === null ? keys(value) : changes.order;
    for (let index = 0; index < names.length; index++) {
      const key = names[index];
      const member = changes !== null && changes.before.has(key) ? changes.before.get(key) : value[key];
      if (!wasAbsent(member)) members.set(key, member);
    }
    return members;
  }

  class Difference {
    constructor() {
      this.operations = new SafeList();  // {text, growth}
      this.whole = new SafeSet();        // objects that are written whole, with everything in them
      this.compared = new SafeSet();     // objects whose own members or elements are done
      this.fixed = new SafeSet();        // nodes with a place that goes and comes back: not to be written whole, so that nothing expires there
      this.groups = new SafeList();      // {node, start, end}: which operations are about a node
    }
  }

  // Whether what scripts put into the tree stands there as they gave it: the turn goes on, and the patch is only measured.
  let isMeasured = false;

  function textOf(value) { return isMeasured ? stringify(value) ?? "null" : plainText(value); }

  // `value` as it is in the tree: a script's own object may hold proxies.
  function plain(value) {
    if (!isMeasured || typeof value !== "object" || value === null) return value;
    return nodeOf(value)?.value ?? value;
  }

  function plainElements(list) {
    if (!isMeasured) return list;
    const elements = new SafeList();
    for (let index = 0; index < list.length; index++) elements.push(plain(list[index]));
    return elements;
  }

  setPrototypeOf(Difference.prototype, null);

  function sizeBefore(value) { return originalSize(value, original); }

  function write(difference, op, path, value, growth) {
    if (typeof value === "object" && value !== null) difference.whole.add(value);
    const text = typeof value === "object" && value !== null ? textOf(value) : stringify(value);
    difference.operations.push({
      text: `{"op":"${op}","path":${stringify(path)},"value":${text}}`,
      growth: growth + (typeof value === "object" && value !== null ? textSize(text) : primitiveSize(value)),
    });
  }

  // Counts the comma that a first member or element does without.
  function countComma(difference, countBefore, countAfter) {
    const growth = countBefore === 0 && countAfter > 0 ? -1 : countBefore > 0 && countAfter === 0 ? 1 : 0;
    if (growth !== 0) difference.operations.push({ text: "", growth });
  }

  function remove(difference, path, growth) {
    difference.operations.push({ text: `{"op":"remove","path":${stringify(path)}}`, growth });
  }

  // `before` and `after` stand at the same place.
  function replace(difference, path, before, after) {
    if (is(before, after)) return;
    const isPair = typeof before === "object" && before !== null && typeof after === "object" && after !== null;
    if (isPair && isArray(before) === isArray(after) && compare(difference, path, before, after)) return;
    write(difference, "replace", path, after, -sizeBefore(before));
  }

  // Writes how `after` differs from `before`; false, and nothing is written, when the whole is shorter.
  function compare(difference, path, before, after) {
    const start = difference.operations.length;
    const inner = original(before);
    const parts = isArray(after) ? elements(difference, path, inner, plainElements(after)) : members(difference, path, inner, after);
    const count = difference.operations.length - start;
    if (parts >= 0) {
      difference.compared.add(after);
      let length = 0;
      for (let index = start; index < difference.operations.length; index++) length += difference.operations[index].text.length;
      if (length <= shortText || (parts > fewParts ? count * 2 <= parts : length <= textOf(after).length)) return true;
    }
    difference.operations.length = start;
    return false;
  }

  // Returns how many members there are; -1 when the order of the members that stay is another.
  function members(difference, path, before, after) {
    const names = keys(after);
    if (!isOrdered(before, after, names)) return -1;
    let countBefore = 0;
    let countAfter = 0;
    before.forEach((member, key) => {
      countBefore++;
      if (!hasOwn(after, key) || after[key] === tombstone) {
        remove(difference, `${path}/${escaped(key)}`, -memberSize(key, sizeBefore(member)));
      }
    });
    for (let index = 0; index < names.length; index++) {
      const key = names[index];
      if (after[key] === tombstone) continue;
      countAfter++;
      const place = `${path}/${escaped(key)}`;
      if (before.has(key)) replace(difference, place, before.get(key), plain(after[key]));
      else write(difference, "add", place, plain(after[key]), memberSize(key, 0));
    }
    countComma(difference, countBefore, countAfter);
    return names.length;
  }

  // Whether members that were there before come first, in the order that they had. Indices come before all other keys by themselves.
  function isOrdered(before, after, names) {
    const staying = new SafeList();
    before.forEach((member, key) => { if (!isIndex(key) && hasOwn(after, key) && after[key] !== tombstone) staying.push(key); });
    let count = 0;
    for (let index = 0; index < names.length; index++) {
      if (after[names[index]] === tombstone || isIndex(names[index])) continue;
      if (count < staying.length && names[index] !== staying[count]) return false;
      count++;
    }
    return true;
  }

  // Walks both lists at once. An element that comes later in the other list is kept, and what is between is removed or added.
  function elements(difference, path, before, after) {
    countComma(difference, before.length, after.length);
    const places = new SafeMap();
    let end = before.length;
    let newEnd = after.length;
    while (end > 0 && newEnd > 0 && is(before[end - 1], after[newEnd - 1])) {
      end--;
      newEnd--;
    }
    let old = 0;
    while (old < end && old < newEnd && is(before[old], after[old])) old++;
    if (old === end || old === newEnd) return runs(difference, path, before, after, old, end, newEnd);
    for (let index = old; index < end; index++) places.set(before[index], index);
    const newPlaces = new SafeMap();
    for (let index = old; index < newEnd; index++) newPlaces.set(after[index], index);
    let index = old;
    while (index < newEnd || old < end) {
      if (old < end && index < newEnd) {
        if (is(before[old], after[index])) {
          old++;
          index++;
          continue;
        }
        const later = places.get(after[index]);
        const newLater = newPlaces.get(before[old]);
        const isKept = later !== undefined && later > old;
        const isNeeded = newLater !== undefined && newLater > index;
        if (isKept && (!isNeeded || later - old <= newLater - index)) removeElement(difference, path, index, before[old++]);
        else if (isNeeded) addElement(difference, path, index, after[index++], before.length - old + index - 1);
        else replace(difference, `${path}/${index}`, before[old++], after[index++]);
      } else if (old < end) {
        removeElement(difference, path, index, before[old++]);
      } else {
        addElement(difference, path, index, after[index++], before.length - old + index - 1);
      }
    }
    return after.length;
  }

  // What is between the same beginning and the same end was only removed, or only added.
  function runs(difference, path, before, after, start, end, newEnd) {
    for (let old = start; old < end; old++) removeElement(difference, path, start, before[old]);
    for (let index = start; index < newEnd; index++) addElement(difference, path, index, after[index], index + before.length - end);
    return after.length;
  }

  function removeElement(difference, path, index, element) {
    remove(difference, `${path}/${index}`, -sizeBefore(element) - 1);
  }

  // `length`: of the array at that moment.
  function addElement(difference, path, index, element, length) {
    write(difference, "add", `${path}/${index === length ? "-" : index}`, element, 1);
  }

  // The members that were there before, came back and stand behind others now, or have another value.
  function movedMembers({ before, node, order, returned }) {
    if (returned === null) return null;
    const { value } = node;
    const moved = new SafeSet();
    const names = keys(value);
    // Those that come first in the order that they had stay, up to the first one that came back with another value.
    let place = 0;
    for (let index = 0; index < names.length; index++) {
      const key = names[index];
      if (value[key] === tombstone) continue;
      const isOther = returned.has(key) && !is(value[key], before.get(key));
      if (isIndex(key)) {
        if (isOther) moved.add(key);
        continue;
      }
      while (place < order.length && order[place] !== key) place++;
      if (place < order.length && !isOther && !(before.has(key) && wasAbsent(before.get(key)))) continue;
      place = order.length;
      if (returned.has(key)) moved.add(key);
    }
    return moved;
  }

  function ownMembers(difference, path, changes) {
    const { value } = changes.node;
    const moved = movedMembers(changes);
    let growth = 0;
    changes.before.forEach((before, key) => {
      const isGone = !hasOwn(value, key) || value[key] === tombstone;
      if (wasAbsent(before)) {
        if (!isGone) growth++;
        return;
      }
      if (isGone) growth--;
      // A key that went and came back is the last one now, and what was to expire there does not any more.
      const isMoved = moved !== null && moved.has(key);
      if (isGone || isMoved) remove(difference, `${path}/${escaped(key)}`, -memberSize(key, sizeBefore(before)));
      if (isMoved && typeof before === "object" && before !== null) difference.fixed.add(changes.node);
    });
    changes.before.forEach((before, key) => {
      if (!hasOwn(value, key) || value[key] === tombstone) return;
      const place = `${path}/${escaped(key)}`;
      const isNew = wasAbsent(before) || (moved !== null && moved.has(key));
      if (isNew) write(difference, "add", place, value[key], memberSize(key, 0));
      else replace(difference, place, before, value[key]);
    });
    if (growth === 0) return;
    const after = countMembers(changes.node, growth);
    countComma(difference, after - growth, after);
  }

  // How many members an object has after the turn, in which there came `growth` more.
  function countMembers(node, growth) {
    if (node.count >= 0) return node.count += growth;
    const names = keys(node.value);
    node.count = 0;
    for (let index = 0; index < names.length; index++) if (node.value[names[index]] !== tombstone) node.count++;
    return node.count;
  }

  function ownElements(difference, path, changes) {
    const { value } = changes.node;
    if (changes.whole !== null) {
      // Not the array alone: an add would insert it into an array that holds it.
      if (compare(difference, path, value, value)) return;
      return write(difference, "replace", path, value, -sizeBefore(value));
    }
    const { length } = value;
    countComma(difference, changes.length, length);
    changes.before.forEach((before, index) => {
      if (index < length) replace(difference, `${path}/${index}`, before, value[index]);
    });
    for (let index = changes.length - 1; index >= length; index--) removeElement(difference, path, index, changes.before.get(index));
    for (let index = changes.length; index < length; index++) addElement(difference, path, index, value[index], index);
  }

  function pathOf(node) {
    return node.parent === null ? "" : `${pathOf(node.parent)}/${escaped(`${keyOf(node)}`)}`;
  }

  runtime.pointer = pathOf;

  function isDone(difference, node) {
    if (difference.compared.has(node.value)) return true;
    for (let step = node; step !== null; step = step.parent) if (difference.whole.has(step.value)) return true;
    return false;
  }

  // What holds others comes before them: their places are then what they will be.
  function byLevel(turn) {
    const levels = new SafeList();
    for (let index = 0; index < turn.dirty.length; index++) {
      const changes = turn.dirty[index];
      if (!isAttached(changes.node)) {
        changes.node.count = -1;
        continue;
      }
      const level = levelOf(changes.node);
      while (levels.length <= level) levels.push(new SafeList());
      levels[level].push(changes);
    }
    return levels;
  }

  function writeChanges(difference, changes) {
    const { node } = changes;
    if (isDone(difference, node)) {
      node.count = -1;
      return;
    }
    const start = difference.operations.length;
    if (changes.isArray) ownElements(difference, pathOf(node), changes);
    else ownMembers(difference, pathOf(node), changes);
    difference.groups.push({ node, start, end: difference.operations.length });
  }

  // What `settle` does for elements that have changed places.
  function prepare(turn) {
    for (let index = 0; index < turn.dirty.length; index++) {
      const { isArray: isList, node, whole } = turn.dirty[index];
      if (!isList || whole === null) continue;
      for (let place = 0; place < node.value.length; place++) runtime.changes.rekey(node, place);
    }
  }

  // {text, growth}: the operations of the patch, "" for none, and by how many bytes the state has grown. The turn is settled, unless
  // its patch is only measured.
  runtime.difference = (turn, measures) => {
    isMeasured = measures;
    if (measures) prepare(turn);
    const difference = new Difference();
    const levels = byLevel(turn);
    for (let level = 0; level < levels.length; level++) {
      for (let index = 0; index < levels[level].length; index++) writeChanges(difference, levels[level][index]);
    }
    const operations = runtime.shortened(difference, textOf);
    let text = "";
    let growth = 0;
    for (let index = 0; index < operations.length; index++) {
      const operation = operations[index];
      growth += operation.growth;
      if (operation.text !== "") text += text === "" ? operation.text : `,${operation.text}`;
    }
    // Counted without what comes yet.
    if (measures) for (let index = 0; index < turn.dirty.length; index++) turn.dirty[index].node.count = -1;
    return { text, growth };
  };
})
