// Values that JSON does not have, each put into a document in some way. A turn does it to `state`, and `runPlain` to plain objects.
const text = JSON.stringify;
const isObject = (value) => typeof value === "object" && value !== null;

class Point {
  constructor() {
    this.x = 1;
    this.inner = { y: [2] };
  }
}

function deep(levels) {
  let value = 1;
  for (let level = 0; level < levels; level++) value = level % 2 > 0 ? [value] : { a: value };
  return value;
}

const values = {
  function: () => () => 1,
  symbol: () => Symbol("s"),
  nan: () => NaN,
  infinity: () => -Infinity,
  bigint: () => 1n,
  map: () => new Map([[1, 2]]),
  set: () => new Set([1]),
  entries: () => new Map([[1, 2]]).entries(),
  generator: () => (function* () { yield 1; })(),
  regexp: () => /x/u,
  error: () => new Error("x"),
  promise: () => Promise.resolve(1),
  bytes: () => new Uint8Array(2),
  buffer: () => new ArrayBuffer(2),
  weak: () => new WeakMap(),
  cycle: () => {
    const cycle = { list: [] };
    cycle.list.push({ cycle });
    return cycle;
  },
  inherits: () => Object.create({ a: 1 }),
  symbolKey: () => ({ a: 1, [Symbol("k")]: 2 }),
  namedArray: () => Object.assign([1, 2], { name: 3 }),
  halfKey: () => ({ "x\ud800": 1 }),
  tooDeep: () => deep(600),
  revoked: () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  throwing: () => ({ get x() { throw new Error("no"); } }),
  undefined: () => undefined,
  date: () => new Date(0),
  noDate: () => new Date(NaN),
  toJSON: () => ({ toJSON: (key) => ({ key: typeof key }) }),
  instance: () => new Point(),
  minusZero: () => -0,
  holes: () => [1, , 3, , ],
  halfText: () => "x\ud800y",
  getter: () => ({ get x() { return { y: 5 }; } }),
  boxed: () => [new String("s"), new Number(-0), new Boolean(false)],
  protoKey: () => JSON.parse('{"__proto__":{"x":1},"constructor":2}'),
  bare: () => Object.assign(Object.create(null), { a: 1 }),
  frozen: () => Object.freeze({ a: Object.freeze([1]) }),
  proxy: () => new Proxy({ a: [1] }, {}),
  wide: () => 12345678901234567890,
};

const place = (target, next) => Array.isArray(target) ? next(target.length + 1) : ["a", "new", "7", "имя", "constructor"][next(5)];
const listIn = (target, next) => Array.isArray(target) ? target : (target[place(target, next)] = [0]);

const ways = {
  set: (target, value, next) => { target[place(target, next)] = value; },
  inside: (target, value, next) => { target[place(target, next)] = { deep: [0, { value }] }; },
  define: (target, value, next) => {
    Object.defineProperty(target, place(target, next), { value, writable: true, enumerable: true, configurable: true });
  },
  assign: (target, value, next) => { Object.assign(target, { [place(target, next)]: value }); },
  // Into what is the turn's own and is in the state already.
  later: (target, value, next) => {
    const own = {};
    target[place(target, next)] = own;
    own.inner = value;
  },
  laterInside: (target, value, next) => {
    const own = [{ list: [] }];
    target[place(target, next)] = { own };
    own[0].list.push(value);
  },
  push: (target, value, next) => { listIn(target, next).push(value); },
  unshift: (target, value, next) => { listIn(target, next).unshift(value); },
  splice: (target, value, next) => { listIn(target, next).splice(0, 1, value); },
  fill: (target, value, next) => { listIn(target, next).fill(value); },
  accessor: (target, value, next) => {
    Object.defineProperty(target, place(target, next), { get: () => value, enumerable: true, configurable: true });
  },
};

function containers(value) {
  const inner = Object.keys(value).map((name) => value[name]).filter(isObject);
  return [value, ...inner.flatMap(containers)];
}

// What an attempt is told: nothing, or why not.
function attempt(root, { seed, value, way }) {
  const next = (count) => (seed = (seed * 48271 + 11) % 2147483647) % count;
  const list = containers(root);
  try {
    ways[way](list[next(list.length)], values[value](), next);
    return null;
  } catch (error) {
    return String(error.message);
  }
}

module.exports = (req, state) => {
  const { seed, value, way } = req.query ?? {};
  if (value === undefined) return { state: text(state) };
  state.turns += 1;
  return { told: attempt(state, { seed: +seed, value, way }) };
};

function runPlain(before, { seed, value, way }) {
  const root = JSON.parse(before);
  root.turns += 1;
  const kept = text(root);
  attempt(root, { seed: +seed, value, way });
  let after = null;
  try {
    after = text(root);
  } catch {
    // JSON.stringify has no text for it either.
  }
  return text({ kept, after });
}
