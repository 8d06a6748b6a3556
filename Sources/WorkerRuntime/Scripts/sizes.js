// How many bytes JSON takes in UTF-8, how many of them the state may have, and how many the patch of a turn. What a turn writes is
// counted as it is written, for more than it is where something is replaced; only when that is too much the whole is counted, and
// from then on what is replaced is taken off.
(function (runtime, host) {
  "use strict";
  const { RangeError, charCodeAt, hasOwn, isArray, keys, stringify } = runtime.primordials;
  const { nodeOf, running, tombstone } = runtime.nodes;
  // What an operation of a patch has besides its value, about: the patch itself is looked at when the turn has ended.
  const operationSize = 64;
  let root = null;
  let limit = 0;
  let patchLimit = 0;
  // At least what the state has, without the changes of the turn that runs.
  let total = 0;
  let isExact = false;

  // Of a text that has no half of a surrogate pair.
  function textSize(text) {
    let size = text.length;
    for (let index = 0; index < text.length; index++) {
      const code = charCodeAt(text, index);
      if (code >= 0x80) size += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
    }
    return size;
  }

  // Of a string as JSON, with its quotes.
  function stringSize(text) {
    let size = text.length + 2;
    for (let index = 0; index < text.length; index++) {
      const code = charCodeAt(text, index);
      if (code >= 0x80) size += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
      else if (code === 0x22 || code === 0x5c) size++;
      else if (code < 0x20) size += code === 0x08 || code === 0x09 || code === 0x0a || code === 0x0c || code === 0x0d ? 1 : 5;
    }
    return size;
  }

  function primitiveSize(value) {
    if (typeof value === "string") return stringSize(value);
    if (typeof value === "number") return value >= 0 && value < 10 && value % 1 === 0 ? 1 : `${value}`.length;
    return value === false ? 5 : 4;
  }

  function refuse(sentence) {
    // Who is told so has learned something about everything that there is.
    running.turn.reads = null;
    host.exceeded(sentence);
    throw new RangeError(sentence);
  }

  function refuseState(size) { refuse(`state ${limit} bytes exceeded: it would have ${size} bytes`); }

  function partSize(value) {
    return typeof value === "object" && value !== null ? textSize(stringify(value) ?? "null") : primitiveSize(value);
  }

  // Of what is at `key` of a node, with its key and its comma.
  function sizeAt({ value }, key) {
    const part = hasOwn(value, key) ? value[key] : undefined;
    if (part === tombstone || part === undefined) return 0;
    return isArray(value) ? partSize(part) + 1 : memberSize(key, partSize(part));
  }

  function memberSize(key, size) { return stringSize(key) + size + 2; }

  function isEmpty(value) {
    if (isArray(value)) return value.length === 0;
    const names = keys(value);
    for (let index = 0; index < names.length; index++) if (value[names[index]] !== tombstone) return false;
    return true;
  }

  // Counts the whole state: from then on the turn's growth is exact.
  function count(turn) {
    const isUntouched = turn.dirty.length === 0 && turn.growth === 0;
    if (!isUntouched || !isExact) {
      const size = textSize(stringify(root.value));
      if (isUntouched) total = size;
      else turn.growth = size - total;
      isExact ||= isUntouched;
    }
    turn.isCounted = true;
  }

  // Counts what is written where the limit is near.
  function growNear(turn, node, key, size) {
    let growth = size - sizeAt(node, key);
    if (!turn.isCounted || total + turn.growth + growth > limit) {
      count(turn);
      // A first member or element has no comma.
      if (total + turn.growth + growth > limit && isEmpty(node.value)) growth--;
      if (total + turn.growth + growth > limit) refuseState(total + turn.growth + growth);
    }
    turn.growth += growth;
  }

  // Of the patch of what the turn has changed so far.
  function patchSize(turn) {
    turn.isClosing = true;
    try {
      return textSize(runtime.difference(turn, true).text) + 2;
    } finally {
      turn.isClosing = false;
    }
  }

  // Refuses what would make the patch too large. Where the whole state is no larger than a patch may be, a patch is not either.
  function checkPatch(turn, node, key, size) {
    if (total + turn.growth + size + operationSize <= patchLimit) return;
    const patch = patchSize(turn);
    const isWritten = node.changes !== null && node.changes.before.has(isArray(node.value) ? +key : key);
    const written = patch + writingSize(node, key, size) - (isWritten ? sizeAt(node, key) : 0);
    if (written > patchLimit) refuse(`patch ${patchLimit} bytes exceeded: this request changed ${written} bytes`);
    turn.written = written;
  }

  // Of the operation that puts a value of `size` bytes at `key` of a node.
  function writingSize(node, key, size) {
    const { value } = node;
    const isNew = !hasOwn(value, key) || value[key] === tombstone;
    const path = `${runtime.pointer(node)}/${isNew && isArray(value) ? "-" : runtime.escaped(key)}`;
    return textSize(`{"op":"${isNew ? "add" : "replace"}","path":${stringify(path)},"value":}`) + size;
  }

  runtime.sizes = {
    __proto__: null, primitiveSize, stringSize, textSize,

    // A member of an object, with its colon and comma.
    memberSize,

    // Of a part of the tree as it was before the running turn.
    originalSize(value, original) {
      if (typeof value !== "object" || value === null) return primitiveSize(value);
      if (running.turn.dirty.length < 2 && nodeOf(value)?.changes == null) return textSize(runtime.plainText(value));
      const inner = original(value);
      let size = 2;
      if (isArray(value)) {
        for (let index = 0; index < inner.length; index++) size += runtime.sizes.originalSize(inner[index], original) + 1;
      } else {
        inner.forEach((member, key) => { size += runtime.sizes.memberSize(key, runtime.sizes.originalSize(member, original)); });
      }
      // No comma behind the last one.
      return size > 2 ? size - 1 : size;
    },

    // Starts over with a state of at most `bytes` bytes.
    load(node, bytes, most, mostOfPatch) {
      root = node;
      total = bytes;
      isExact = false;
      limit = most;
      patchLimit = mostOfPatch;
    },

    // Counts a value of `size` bytes that the running turn is about to put at `key` of `node`.
    grow(node, key, size) {
      const { turn } = running;
      const whole = isArray(node.value) ? size + 1 : memberSize(key, size);
      turn.written += whole + operationSize;
      if (turn.written > patchLimit) checkPatch(turn, node, key, size);
      if (turn.isCounted || total + turn.growth + whole > limit) growNear(turn, node, key, whole);
      else turn.growth += whole;
    },

    // Refuses a whole state before anything of it is written. `bytes`: of what is new in it.
    requireRoom(value, bytes) {
      if (total + running.turn.growth + bytes <= limit) return;
      const size = partSize(value);
      if (size > limit) refuseState(size);
    },

    // Counts what the running turn changed, now that it is known.
    settle(growth) {
      if (growth > 0 && total + growth > limit) {
        const size = textSize(runtime.plainText(root.value));
        if (size > limit) refuseState(size);
        total = size - growth;
        isExact = true;
      }
      total += growth;
    },

    // Takes back what `settle` counted.
    undo(growth) { total -= growth; },
  };
})
