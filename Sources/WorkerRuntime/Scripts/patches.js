// Makes the changes of JSON Patches (RFC 6902) that were stored since a snapshot: `add`, `replace` and `remove`, as the host writes
// them. What expires is the host's business.
(function (runtime) {
  "use strict";
  const { Error, SafeList, deleteProperty, isArray, put, stringIndexOf, stringSlice } = runtime.primordials;

  function unescaped(token) {
    if (stringIndexOf(token, "~") < 0) return token;
    let text = "";
    for (let index = 0; index < token.length; index++) {
      if (token[index] === "~") text += token[++index] === "1" ? "/" : "~";
      else text += token[index];
    }
    return text;
  }

  function tokens(path) {
    const list = new SafeList();
    let start = 1;
    while (start <= path.length) {
      const next = stringIndexOf(path, "/", start);
      const end = next < 0 ? path.length : next;
      list.push(unescaped(stringSlice(path, start, end)));
      start = end + 1;
    }
    return list;
  }

  // The object or array at a pointer.
  function find(root, path) {
    let found = root;
    let start = 1;
    while (start <= path.length && typeof found === "object" && found !== null) {
      const next = path.indexOf("/", start);
      const end = next < 0 ? path.length : next;
      const token = path.slice(start, end);
      found = found[token.includes("~") ? unescaped(token) : token];
      start = end + 1;
    }
    if (typeof found !== "object" || found === null) throw new Error(`a patch of the state finds nothing at ${path}`);
    return found;
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

  // Gives the document that the lists of operations make of `document`. No script of the bundle has run by then, so that strings have
  // the methods of the language.
  runtime.applyPatches = (document, patches) => {
    let root = document;
    // Where the operation before was: the next one is often there, too.
    let place = "";
    let holder = root;
    for (let index = 0; index < patches.length; index++) {
      for (let step = 0; step < patches[index].length; step++) {
        const { op, path, value } = patches[index][step];
        if (op === "expire") continue;
        const end = path.lastIndexOf("/");
        if (end < 0) {
          root = holder = value;
          place = "";
          continue;
        }
        const prefix = path.slice(0, end);
        if (prefix !== place) {
          holder = find(root, prefix);
          place = prefix;
        }
        const token = path.slice(end + 1);
        change(holder, token.includes("~") ? unescaped(token) : token, op, value);
      }
    }
    return root;
  };
})
