// JSON texts of what the runtime stores.
(function (runtime) {
  "use strict";
  const {
    ArrayPrototype, ObjectPrototype, charCodeAt, getPrototypeOf, hasOwn, isArray, keys, stringIndexOf, stringify,
  } = runtime.primordials;

  // A key as a part of a JSON Pointer (RFC 6901).
  runtime.escaped = (key) => {
    if (stringIndexOf(key, "~") < 0 && stringIndexOf(key, "/") < 0) return key;
    let text = "";
    for (let index = 0; index < key.length; index++) {
      const code = charCodeAt(key, index);
      text += code === 0x7e ? "~0" : code === 0x2f ? "~1" : key[index];
    }
    return text;
  };

  // The JSON text of plain objects and arrays without holes, whatever `toJSON` a script put on their prototypes.
  runtime.plainText = (value) => isUntouched() ? stringify(value) : write(value);

  function isUntouched() {
    return !hasOwn(ObjectPrototype, "toJSON") && !hasOwn(ArrayPrototype, "toJSON") && getPrototypeOf(ArrayPrototype) === ObjectPrototype;
  }

  function write(value) {
    if (typeof value !== "object" || value === null) return stringify(value);
    let text = "";
    if (isArray(value)) {
      for (let index = 0; index < value.length; index++) text += index === 0 ? write(value[index]) : `,${write(value[index])}`;
      return `[${text}]`;
    }
    const names = keys(value);
    for (let index = 0; index < names.length; index++) {
      const member = value[names[index]];
      if (member !== runtime.nodes.tombstone) text += `${text === "" ? "" : ","}${stringify(names[index])}:${write(member)}`;
    }
    return `{${text}}`;
  }
})
