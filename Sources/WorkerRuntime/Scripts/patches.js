// Makes the changes of JSON Patches (RFC 6902) that were stored since a snapshot: `add`, `replace` and `remove`, as the host writes
// them. What expires is the host's business.
(function (runtime) {
  "use strict";
  const { Error, SafeList, deleteProperty, isArray, put, split, stringIndexOf } = runtime.primordials;

  function unescaped(token) {
    if (stringIndexOf(token, "~") < 0) return token;
    const slashes = split(token, "~1");
    let text = "";
    for (let index = 0; index < slashes.length; index++) {
      const tildes = split(slashes[index], "~0");
      for (let inner = 0; inner < tildes.length; inner++) text += `${inner === 0 ? (index === 0 ? "" : "/") : "~"}${tildes[inner]}`;
    }
    return text;
  }

  function tokens(path) {
    const texts = split(path, "/");
    const list = new SafeList();
    for (let index = 1; index < texts.length; index++) list.push(unescaped(texts[index]));
    return list;
  }

  function insert(array, index, value) {
    for (let place = array.length; place > index; place--) put(array, place, array[place - 1]);
    put(array, index, value);
  }

  function remove(array, index) {
    for (let place = index; place < array.length - 1; place++) array[place] = array[place + 1];
    array.length--;
  }

  function change(holder, key, op, value) {
    if (!isArray(holder)) {
      if (op === "remove") deleteProperty(holder, key);
      else put(holder, key, value);
    } else if (op === "remove") remove(holder, +key);
    else if (op === "replace") holder[key] = value;
    else if (key === "-") put(holder, holder.length, value);
    else insert(holder, +key, value);
  }

  runtime.tokens = tokens;

  // Gives the document that the lists of operations make of `document`.
  runtime.applyPatches = (document, patches) => {
    let root = document;
    for (let index = 0; index < patches.length; index++) {
      for (let place = 0; place < patches[index].length; place++) {
        const { op, path, value } = patches[index][place];
        if (op === "expire") continue;
        const keys = tokens(path);
        if (keys.length === 0) {
          root = value;
          continue;
        }
        let holder = root;
        for (let depth = 0; depth < keys.length - 1; depth++) holder = holder[keys[depth]];
        if (typeof holder !== "object" || holder === null) throw new Error(`a patch of the state finds nothing at ${path}`);
        change(holder, keys[keys.length - 1], op, value);
      }
    }
    return root;
  };
})
