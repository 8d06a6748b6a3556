// Ends what a turn may do to the tree: scripts' own objects in it are replaced by plain copies, and an object that was moved gets
// its new place. Getters and toJSON of scripts run here, and may read `state`.
(function (runtime) {
  "use strict";
  const { SafeList, SafeMap, SafeSet, contains, deleteProperty, hasOwn, is, isArray, keys, put } = runtime.primordials;
  const { Node, heightOver, isAttached, isForeign, keyOf, levelOf, nodeOf, pathTo, running, tombstone } = runtime.nodes;
  const { absent, place, wasAbsent } = runtime.changes;
  const { converted, isConverted, isStrict, maximumDepth, objectSlip, primitive, primitiveSlip, refuse, refuseRest } = runtime.storable;

  // A holder is where a value is to stand: {object, node, up, key, level}; `node` is null for a copy that has none yet, and `level`
  // until somebody asks for it.
  function nodeFor(holder) {
    if (holder.node === null) holder.node = nodeOf(holder.object) ?? new Node(holder.object, nodeFor(holder.up), holder.key);
    return holder.node;
  }

  function levelIn(holder) {
    if (holder.level === null) holder.level = holder.node === null ? levelIn(holder.up) + 1 : levelOf(holder.node);
    return holder.level;
  }

  function pathOf(holder, key) {
    if (holder.node !== null) return pathTo(holder.node, key);
    const path = pathOf(holder.up, holder.key);
    path.push(`${key}`);
    return path;
  }

  // What is stored for `value` at `key` of `holder`; undefined for nothing.
  function stored(value, holder, key, trail) {
    if (typeof value !== "object") {
      const slip = primitiveSlip(value);
      if (slip !== undefined) throw refuse(pathOf(holder, key), slip);
      return primitive(value);
    }
    if (value === null) return null;
    const node = nodeOf(value);
    if (node !== undefined) return moved(node, holder, key, trail);
    // Inside a script's own object everything is the script's own; in the tree, what it was not given is the tree's.
    if (holder.isForeign || isForeign(value)) return copy(value, holder, key, trail);
    return value;
  }

  // An object of the tree stays itself where it was; elsewhere stands a copy. What was taken out of its place may get another one:
  // its proxy stands there until all such places are known.
  function moved(node, holder, key, trail) {
    if (node.parent !== null && node.parent === holder.node && keyOf(node) === key) return node.value;
    if (isAttached(node)) return copyTree(node.value, holder, key, trail);
    const { moves } = running.turn;
    moves.places.push({ node, holder, key });
    moves.nodes.add(node);
    return node.proxy;
  }

  // Gives what was taken out the first place that it was put, unless something around it was put somewhere. The other places get
  // copies.
  function settleMoves(turn) {
    const { nodes, places } = turn.moves;
    const rest = new SafeList();
    for (let index = 0; index < places.length; index++) {
      const { node, holder, key } = places[index];
      if (turn.adopted.has(node) || isInsideOf(nodes, node)) {
        rest.push(places[index]);
      } else {
        if (levelIn(holder) >= levelOf(node) && heightOver(node.value, maximumDepth - levelIn(holder))) refuseDepth(holder, key);
        turn.adopted.set(node, { parent: node.parent, key: node.key });
        node.parent = nodeFor(holder);
        node.key = key;
        put(holder.object, key, node.value);
      }
    }
    for (let index = 0; index < rest.length; index++) {
      const { node, holder, key } = rest[index];
      put(holder.object, key, copyTree(node.value, holder, key, new SafeList()));
    }
  }

  function refuseDepth(holder, key) { throw refuse(pathOf(holder, key), `more than ${maximumDepth} levels`); }

  function isInsideOf(nodes, node) {
    for (let step = node; step.parent !== null && keyOf(step) !== undefined; step = step.parent) if (nodes.has(step.parent)) return true;
    return false;
  }

  function copy(value, holder, key, trail) {
    const slip = objectSlip(value, trail, levelIn(holder) + 1);
    if (slip !== undefined) throw refuse(pathOf(holder, key), slip);
    noteExpiry(value, holder, key);
    trail.push(value);
    let result;
    if (isConverted(value)) {
      const { object, node, up } = holder;
      result = stored(converted(value, `${key}`), { object, node, up, key: holder.key, level: holder.level, isForeign: true }, key, trail);
    } else {
      const inner = { object: isArray(value) ? [] : {}, node: null, up: holder, key, level: null, isForeign: true };
      const names = isArray(value) && !isStrict() ? new SafeList() : keys(value);
      refuseRest(value, names, () => pathOf(holder, key));
      if (isArray(value)) copyElements(value, inner, trail);
      else copyMembers(value, names, inner, trail);
      result = inner.object;
    }
    trail.pop();
    return result;
  }

  // Where a script's own object stands that is to expire.
  function noteExpiry(value, holder, key) {
    const { expiries } = running.turn;
    const expiry = expiries === null ? undefined : expiries.get(value);
    if (expiry === undefined || expiry.holder !== null) return;
    expiry.holder = holder;
    expiry.key = key;
  }

  function copyElements(value, inner, trail) {
    for (let index = 0; index < value.length; index++) put(inner.object, index, stored(value[index], inner, index, trail) ?? null);
  }

  function copyMembers(value, names, inner, trail) {
    for (let index = 0; index < names.length; index++) {
      const member = value[names[index]];
      if (member === tombstone) continue;
      const result = stored(member, inner, names[index], trail);
      if (result !== undefined) put(inner.object, names[index], result);
    }
  }

  // A copy of a part of the tree, whose own place stays what it is.
  function copyTree(value, holder, key, trail) {
    if (contains(trail, value)) throw refuse(pathOf(holder, key), "a cycle");
    if (levelIn(holder) >= maximumDepth) refuseDepth(holder, key);
    trail.push(value);
    const inner = { object: isArray(value) ? [] : {}, node: null, up: holder, key, level: null, isForeign: false };
    const names = isArray(value) ? null : keys(value);
    const count = names === null ? value.length : names.length;
    for (let index = 0; index < count; index++) {
      const name = names === null ? index : names[index];
      const member = names !== null || hasOwn(value, index) ? value[name] : null;
      if (member === tombstone) continue;
      const result = copyPart(member, inner, name, trail);
      if (result !== undefined) put(inner.object, name, result);
      else if (names === null) put(inner.object, name, null);
    }
    trail.pop();
    return inner.object;
  }

  function copyPart(member, inner, name, trail) {
    if (typeof member !== "object" || member === null) return stored(member, inner, name, trail);
    if (isForeign(member)) return copy(member, inner, name, trail);
    return copyTree(nodeOf(member)?.value ?? member, inner, name, trail);
  }

  function settleMembers(changes) {
    const { node } = changes;
    const holder = { object: node.value, node, up: null, key: null, level: null, isForeign: false };
    changes.before.forEach((before, key) => {
      if (!hasOwn(node.value, key)) return;
      const value = node.value[key];
      if (value === tombstone) return;
      const result = stored(value, holder, key, new SafeList());
      if (result === undefined) place(node, key, wasAbsent(before) && before !== tombstone ? absent : tombstone);
      else if (!is(result, value)) place(node, key, result);
    });
  }

  function settleElement(holder, index) {
    const array = holder.object;
    const value = hasOwn(array, index) ? array[index] : null;
    const result = stored(value, holder, index, new SafeList()) ?? null;
    if (!is(result, value) || !hasOwn(array, index)) put(array, index, result);
  }

  function settleElements(changes) {
    const { node } = changes;
    const array = node.value;
    const holder = { object: array, node, up: null, key: null, level: null, isForeign: false };
    if (changes.names !== null) changes.names.forEach((value, name) => deleteProperty(array, name));
    if (changes.whole !== null) return settleMoved(array, node, holder);
    changes.before.forEach((before, index) => { if (index < array.length) settleElement(holder, index); });
    for (let index = changes.length; index < array.length; index++) settleElement(holder, index);
  }

  // Elements that have changed places take their new ones.
  function settleMoved(array, node, holder) {
    const seen = new SafeSet();
    for (let index = 0; index < array.length; index++) {
      const value = hasOwn(array, index) ? array[index] : undefined;
      const element = typeof value === "object" && value !== null ? nodeOf(value) : undefined;
      if (element === undefined || element.parent !== node || seen.has(element)) {
        settleElement(holder, index);
      } else {
        seen.add(element);
        element.key = index;
      }
    }
  }

  function settleOne(changes) {
    if (changes.isArray) settleElements(changes);
    else settleMembers(changes);
  }

  runtime.nodeFor = nodeFor;

  runtime.settle = (turn) => {
    turn.moves = { __proto__: null, nodes: new SafeSet(), places: new SafeList() };
    turn.adopted = new SafeMap();
    // Parts of the state come first: what was moved belongs there rather than to what was cut out.
    const later = new SafeList();
    for (let index = 0; index < turn.dirty.length; index++) {
      const changes = turn.dirty[index];
      if (isAttached(changes.node)) settleOne(changes);
      else later.push(changes);
    }
    for (let index = 0; index < later.length; index++) settleOne(later[index]);
    settleMoves(turn);
  };
})
