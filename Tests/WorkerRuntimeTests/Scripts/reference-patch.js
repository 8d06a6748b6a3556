// RFC 6902 as it reads, with the order of members: what a state's journal is rebuilt with, independently of the worker and the host.
function applyPatch(before, patch) {
  let root = JSON.parse(before);
  for (const { op, path, value } of JSON.parse(patch)) {
    if (op === "expire") continue;
    if (path === "") {
      if (op === "remove") throw new Error("the whole document is removed");
      root = value;
      continue;
    }
    const tokens = path.slice(1).split("/").map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = tokens.pop();
    let holder = root;
    for (const token of tokens) {
      if (!Object.hasOwn(holder, token)) throw new Error(`nothing is at ${token} of ${path}`);
      holder = holder[token];
    }
    if (Array.isArray(holder)) changeElement(holder, op, last, value);
    else changeMember(holder, op, last, value);
  }
  return JSON.stringify(root);
}

function changeMember(holder, op, key, value) {
  if (op !== "add" && !Object.hasOwn(holder, key)) throw new Error(`${op} finds no ${key}`);
  if (op === "remove") delete holder[key];
  else Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function changeElement(holder, op, token, value) {
  const index = token === "-" && op === "add" ? holder.length : +token;
  if (!(index >= 0 && index <= holder.length - (op === "add" ? 0 : 1))) throw new Error(`${op} finds no element ${token}`);
  if (op === "remove") holder.splice(index, 1);
  else holder.splice(index, op === "replace" ? 1 : 0, value);
}
