// How many bytes JSON takes in UTF-8, and how many of them the state may have. What a turn writes is counted as it is written,
// for more than it is where something is replaced; only when that is too much the whole is counted.
(function (runtime, host) {
  "use strict";
  const { RangeError, charCodeAt, isArray, stringify } = runtime.primordials;
  const { nodeOf, running } = runtime.nodes;
  let root = null;
  let limit = 0;
  // At least what the state has, without the changes of the turn that runs.
  let total = 0;

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

  function refuse(size) {
    const sentence = `state ${limit} bytes exceeded: it would have ${size} bytes`;
    host.exceeded(sentence);
    throw new RangeError(sentence);
  }

  runtime.sizes = {
    __proto__: null, primitiveSize, stringSize, textSize,

    // A member of an object, with its colon and comma.
    memberSize(key, size) { return stringSize(key) + size + 2; },

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
    load(node, bytes, most) {
      root = node;
      total = bytes;
      limit = most;
    },

    // Counts `size` bytes that the running turn is about to write.
    grow(size) {
      const { turn } = running;
      if (total + turn.growth + size > limit) {
        turn.growth = textSize(stringify(root.value)) - total;
        if (total + turn.growth + size > limit) refuse(total + turn.growth + size);
      }
      turn.growth += size;
    },

    // Counts what the running turn changed, now that it is known.
    settle(growth) {
      if (growth > 0 && total + growth > limit) {
        const size = textSize(runtime.plainText(root.value));
        if (size > limit) refuse(size);
        total = size - growth;
      }
      total += growth;
    },

    // Takes back what `settle` counted.
    undo(growth) { total -= growth; },
  };
})
