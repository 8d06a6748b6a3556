// Writes a container whole where that is shorter than the operations in it, and in what it holds, together.
(function (runtime) {
  "use strict";
  const { SafeList, SafeMap, isArray, keys, setPrototypeOf, stringify } = runtime.primordials;
  const { keyOf, tombstone } = runtime.nodes;
  // A patch of fewer operations is taken as it is, and so are fewer than `few` inside a container.
  const many = 256;
  const few = 4;
  const shell = '{"op":"replace","path":,"value":}'.length;

  // A container with changes in it.
  class Part {
    constructor(node, up) {
      this.node = node;
      this.up = up;
      this.level = up === null ? 0 : up.level + 1;
      this.count = 0;        // operations in it
      this.length = 0;       // of their texts
      this.least = 2;        // its whole text is at least so long
      this.isFixed = false;  // it must not be written whole
      this.whole = null;     // the text of the operation that writes it
      this.isWritten = false;
    }
  }
  setPrototypeOf(Part.prototype, null);

  function sort(difference) {
    const parts = new SafeMap();
    const levels = new SafeList();
    function partOf(node) {
      const known = parts.get(node);
      if (known !== undefined) return known;
      const part = new Part(node, node.parent === null ? null : partOf(node.parent));
      while (levels.length <= part.level) levels.push(new SafeList());
      levels[part.level].push(part);
      parts.set(node, part);
      return part;
    }
    for (let index = 0; index < difference.groups.length; index++) {
      const { node, start, end } = difference.groups[index];
      const part = partOf(node);
      part.isFixed = difference.fixed.has(node);
      for (let place = start; place < end; place++) add(part, difference.operations[place].text.length);
    }
    return { parts, levels };
  }

  function add(part, length) {
    if (length === 0) return;
    part.count++;
    part.length += length + 1;
  }

  // How long the text of a value is at least; more than `room` for what is longer.
  function lengthUpTo(value, room) {
    if (typeof value === "string") return value.length + 2;
    if (typeof value === "number" || typeof value === "boolean") return `${value}`.length;
    // What has no text in JSON stands in a list as null, until the turn ends.
    if (typeof value !== "object" || value === null) return 4;
    const names = isArray(value) ? null : keys(value);
    const count = names === null ? value.length : names.length;
    let length = 1;
    for (let index = 0; index < count && length <= room; index++) {
      const part = value[names === null ? index : names[index]];
      if (part === tombstone) continue;
      length += 1 + (names === null ? 0 : names[index].length + 3) + lengthUpTo(part, room - length);
    }
    return length < 2 ? 2 : length;
  }

  function choose(part, textOf) {
    const { node, up } = part;
    if (part.count >= few && !part.isFixed) {
      const path = stringify(runtime.pointer(node));
      const room = part.length - shell - path.length;
      if (part.least < room && lengthUpTo(node.value, room) < room) {
        const text = `{"op":"replace","path":${path},"value":${textOf(node.value)}}`;
        if (text.length < part.length) {
          part.whole = text;
          part.count = 1;
          part.length = text.length + 1;
          part.least = text.length - shell - path.length;
        }
      }
      // The whole is longer than what there is.
      if (part.whole === null && part.least < room) part.least = room;
    }
    if (up === null) return;
    up.count += part.count;
    up.length += part.length;
    up.least += part.least + `${keyOf(node)}`.length * (isArray(up.node.value) ? 0 : 1);
    up.isFixed ||= part.isFixed;
  }

  // The operations of `difference`, or shorter ones that make the same. `textOf` gives the text of a container.
  runtime.shortened = (difference, textOf) => {
    if (difference.operations.length < many) return difference.operations;
    const { parts, levels } = sort(difference);
    for (let level = levels.length - 1; level >= 0; level--) {
      for (let index = 0; index < levels[level].length; index++) choose(levels[level][index], textOf);
    }
    const result = new SafeList();
    for (let index = 0; index < difference.groups.length; index++) {
      const { node, start, end } = difference.groups[index];
      let whole = null;
      for (let part = parts.get(node); part !== null; part = part.up) if (part.whole !== null) whole = part;
      if (whole !== null && !whole.isWritten) result.push({ text: whole.whole, growth: 0 });
      if (whole !== null) whole.isWritten = true;
      for (let place = start; place < end; place++) {
        const { text, growth } = difference.operations[place];
        result.push({ text: whole === null ? text : "", growth });
      }
    }
    return result;
  };
})
