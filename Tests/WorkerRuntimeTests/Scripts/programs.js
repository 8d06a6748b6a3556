// Random programs of everything that scripts do to plain objects and arrays. A turn runs one of them on `state`, and `runPlain` runs it
// on plain objects, in a realm without the state engine. What a program does depends on its seed and on what it finds.
const text = JSON.stringify;
// A realm of its own has no other way; both give the same JSON text.
const clone = globalThis.structuredClone ?? ((value) => JSON.parse(text(value)));
let isLenient = false;
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
  if (isLenient && next(6) === 0) return pick([NaN, Infinity, undefined], next);
  return pick([null, true, "s" + next(3), "я\n\"" + next(2), next(100) / 7, "", next(5), -0, "\ud83d\ude00"], next);
}

// So many members or elements that changing them all is written as one change.
function large(next) {
  const list = Array.from({ length: 260 }, () => next(10));
  return next(2) > 0 ? list : Object.fromEntries(list.map((digit, index) => ["n" + index, digit]));
}

function fresh(next, depth) {
  if (depth > 0 && next(40) === 0) return large(next);
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
  (list, next) => { for (let index = next(3); index < list.length; index++) list[index] = isObject(list[index]) ? list[index] : next(10); },
  (list, next) => { for (const item of list) if (isObject(item) && !Array.isArray(item)) put(item, "a", next(10)); },
  (list, next, root, seen) => {
    if (!isLenient) return;
    list.name = next(5);
    if (next(2) > 0) delete list.name;
    seen("name" in list, Object.keys(list), list.includes(NaN), list.indexOf(NaN), list.includes(undefined));
    delete list.name;
  },
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
  (list, next, root, seen) => seen(clone(list)),
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
  // Gone and back at once, as one does to make it the last one, or to no effect.
  (object, next, root, seen) => {
    const keys = Object.keys(object);
    const key = next(2) > 0 ? keys[0] : keys[keys.length - 1];
    if (key === undefined) return;
    const value = at(object, key);
    delete object[key];
    put(object, key, value);
    seen(Object.keys(object));
  },
  (object, next) => { for (const key of Object.keys(object)) if (!isObject(at(object, key))) put(object, key, next(10)); },
  (object, next) => { for (const key of Object.keys(object)) if (next(2) > 0) delete object[key]; },
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

// A part that a few keys lead to: turns side by side are not to read the whole document each.
function nearby(root, next) {
  let part = root;
  for (let depth = 1 + next(3); depth > 0; depth--) {
    const inner = at(part, Array.isArray(part) ? next(3) : pick(names, next));
    if (!isObject(inner)) break;
    part = inner;
  }
  return part;
}

function run(root, seed, steps, isNearby) {
  const next = random(seed);
  const results = [];
  const seen = (...values) => {
    for (const value of values) {
      const whole = text(value) ?? "nothing";
      results.push(whole.length > 300 ? `${whole.length}: ${whole.slice(0, 300)}` : whole);
    }
  };
  for (let step = 0; step < steps; step++) {
    const target = isNearby ? nearby(root, next) : pick(containers(root), next);
    pick(Array.isArray(target) ? onArrays : onObjects, next)(target, next, isNearby ? target : root, seen);
  }
  return results;
}

const wait = (time) => new Promise((done) => setTimeout(done, time));

// The same in parts, between which a turn waits.
async function runInParts(root, seed, steps, parts, fails) {
  const results = [];
  for (let part = 0; part < parts; part++) {
    if (part > 0) await wait((seed + part) % 4);
    results.push(...run(root, seed + part, steps, true));
  }
  if (fails) throw new Error("on purpose");
  return results;
}

// The document, and whether a zero of it has a sign, which JSON text does not tell.
function show(root) {
  return text(root, (key, value) => Object.is(value, -0) ? "minus zero" : value);
}

module.exports = (req, state) => {
  const { seed, steps, fails, rules, parts } = req.query ?? {};
  isLenient = rules === "json";
  if (seed === undefined) return { state: text(state) };
  if (parts) return runInParts(state, +seed, +steps, +parts, fails);
  const before = show(state);
  const results = run(state, +seed, +steps);
  if (fails) throw new Error("on purpose");
  return { before, results, after: text(state) };
};

function runPlain(before, { seed, steps, rules, parts }) {
  isLenient = rules === "json";
  const root = JSON.parse(before);
  const results = [];
  for (let part = 0; part < +(parts ?? 1); part++) results.push(...run(root, +seed + part, +steps, parts !== undefined));
  return text({ results, after: text(root) });
}
