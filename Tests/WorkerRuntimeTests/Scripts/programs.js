// Random programs of everything that scripts do to plain objects and arrays. A turn runs one of them on `state` and on a plain copy
// of it, and says whether both did the same. What a program does depends on its seed and on what it finds.
const text = JSON.stringify;
const names = ["a", "b", "c", "d", "k/~", "7", "3", "имя", "__proto__", "toJSON"];

function random(seed) {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (count) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % count;
  };
}

const pick = (list, next) => list[next(list.length)];
const isObject = (value) => typeof value === "object" && value !== null;

// An assignment to __proto__ would change the prototype of the plain copy.
function put(object, name, value) {
  if (name === "__proto__") Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  else object[name] = value;
}
const at = (object, name) => Object.hasOwn(object, name) ? object[name] : undefined;

function primitive(next) {
  return pick([null, true, "s" + next(3), "я\n\"" + next(2), next(100) / 7, "", next(5), -0, "\ud83d\ude00"], next);
}

function fresh(next, depth) {
  const kind = next(depth > 0 ? 6 : 3);
  if (kind < 3) return primitive(next);
  const value = kind < 5 ? {} : [];
  for (let count = next(5); count > 0; count--) {
    if (kind < 5) put(value, pick(names, next), fresh(next, depth - 1));
    else value.push(fresh(next, depth - 1));
  }
  return value;
}

function containers(root) {
  const list = [];
  (function walk(value, depth) {
    list.push(value);
    if (depth > 6) return;
    for (const name of Object.keys(value)) if (isObject(at(value, name))) walk(at(value, name), depth + 1);
  })(root, 0);
  return list;
}

function isInside(outer, inner) {
  let found = false;
  (function walk(value, depth) {
    if (value === inner) found = true;
    if (depth > 12 || found || !isObject(value)) return;
    for (const name of Object.keys(value)) walk(at(value, name), depth + 1);
  })(outer, 0);
  return found;
}

// Something new, another part of the same document, or a changed copy of one.
function value(root, next, target) {
  if (next(3) > 0) return fresh(next, 2);
  const part = pick(containers(root), next);
  if (part === root || isInside(part, target)) return primitive(next);
  if (next(2) === 0) return part;
  return Array.isArray(part) ? [...part, primitive(next)] : { ...part, z: primitive(next) };
}

const onArrays = [
  (list, next, root, seen) => seen(list.push(value(root, next, list))),
  (list, next, root, seen) => seen(list.push(value(root, next, list), value(root, next, list))),
  (list, next, root, seen) => seen(list.pop()),
  (list, next, root, seen) => seen(list.shift()),
  (list, next, root, seen) => seen(list.unshift(value(root, next, list))),
  (list, next, root, seen) => seen(list.splice(next(4), next(3))),
  (list, next, root, seen) => seen(list.splice(next(6) - 3, next(3), value(root, next, list))),
  (list, next, root, seen) => seen(list.sort()),
  (list) => list.sort((left, right) => text(left) < text(right) ? 1 : -1),
  (list) => list.reverse(),
  (list, next) => { list.length = next(5); },
  (list, next, root) => { list[next(6)] = value(root, next, list); },
  (list, next) => { if (list.length > 0) delete list[next(list.length)]; },
  (list, next) => list.fill(primitive(next), next(3)),
  (list, next) => list.copyWithin(next(3), next(3)),
  (list, next, root, seen) => {
    seen(list.map((item, index) => [index, item]), list.filter(isObject), list.some((item) => item === 1), list.every((item) => item !== 1));
    seen(list.findIndex((item) => item === 2), list.find((item) => item && item.a), list.findLast((item) => item === 3));
    seen(list.findLastIndex((item) => item === 0), list.flatMap((item) => [item, 1]).length);
  },
  (list, next, root, seen) => {
    seen(list.slice(next(4) - 2, next(5) - 2), list.concat([1], list), list.indexOf(list[0]), list.includes(list[list.length - 1]));
    seen(list.lastIndexOf(2), list.join("-").length, list.flat(), [...list], [...list.entries()], [...list.keys()], list.at(-1));
  },
  (list, next, root, seen) => {
    let count = 0;
    for (const item of list) count += text(item)?.length ?? 9;
    for (const index in list) count += index.length;
    list.forEach((item, index) => { count += index; });
    seen(count, list.reduce((sum, item) => sum + (text(item) ?? "").length, 0), list.reduceRight((sum) => sum + 1, 0));
  },
  (list, next, root, seen) => seen(list.toSorted(), list.toReversed(), list.toSpliced(1, 1, 5)),
  (list, next, root, seen) => {
    const [first, ...rest] = list;
    seen(first, rest, 1 in list, Object.hasOwn(list, 0), Array.isArray(list), Object.entries(list), list.length);
  },
  (list) => { if (list.length > 1) [list[0], list[list.length - 1]] = [list[list.length - 1], list[0]]; },
  (list, next, root, seen) => seen(structuredClone(list)),
  (list, next, root, seen) => seen(list.some((item, index) => {
    if (index === 0) list.push(index);
    return index > 8;
  })),
];

const onObjects = [
  (object, next, root) => put(object, pick(names, next), value(root, next, object)),
  (object, next, root) => put(object, pick(names, next), value(root, next, object)),
  (object, next, root, seen) => seen(delete object[pick(names, next)]),
  // Gone and back, or moved.
  (object, next) => {
    const name = pick(names, next);
    if (!Object.hasOwn(object, name)) return;
    const value = object[name];
    delete object[name];
    put(object, next(2) > 0 ? pick(names, next) : name, value);
  },
  (object, next) => Object.assign(object, { a: primitive(next), b: fresh(next, 1) }),
  // As people write it who are used to values that never change.
  (object, next) => {
    const inner = Object.keys(object).filter((name) => isObject(at(object, name)));
    if (inner.length === 0) return;
    const name = pick(inner, next);
    const value = at(object, name);
    put(object, name, Array.isArray(value) ? value.filter((item, index) => index % 3 !== next(3)) : { ...value, e: primitive(next) });
  },
  (object, next, root, seen) => {
    seen(Object.entries(object), Object.keys(object), Object.values(object), pick(names, next) in object, { ...object });
    seen(Object.getOwnPropertyDescriptor(object, pick(names, next)), Object.getOwnPropertyNames(object));
  },
  (object, next, root, seen) => { for (const name in object) seen(name, at(object, name)); },
  (object, next) => {
    const value = fresh(next, 2);
    put(object, pick(names, next), value);
    if (Array.isArray(value)) value.push(7);
    else if (isObject(value)) put(value, "later", primitive(next));
  },
  (object, next) => put(object, pick(names, next), undefined),
  (object, next, root, seen) => {
    const { a, ["7"]: seventh, ...rest } = object;
    seen(a, seventh, rest);
  },
  (object, next, root, seen) => seen(containers(root).includes(object), at(object, "a") === at(object, "a")),
];

function run(root, seed, steps) {
  const next = random(seed);
  const results = [];
  const seen = (...values) => { for (const value of values) results.push(text(value) ?? "nothing"); };
  for (let step = 0; step < steps; step++) {
    const target = pick(containers(root), next);
    pick(Array.isArray(target) ? onArrays : onObjects, next)(target, next, root, seen);
  }
  return results;
}

module.exports = (req, state) => {
  const seed = +req.query.seed;
  const before = text(state);
  const plain = JSON.parse(before);
  const expected = run(plain, seed, +req.query.steps);
  const found = run(state, seed, +req.query.steps);
  const after = text(plain);
  if (text(found) !== text(expected)) throw new Error(`results: ${text(found)} instead of ${text(expected)}`);
  if (text(state) !== after) throw new Error(`state: ${text(state)} instead of ${after}`);
  if (req.query.fails) throw new Error("on purpose");
  // Not as a part of the reply: what JSON makes of the document is to be told as it is.
  return { before, after: text(JSON.parse(after)) };
};
