// The methods of arrays in `state`, for those that would cost a trap for every element: they work on the tree and do what the
// language's own ones do. Those do an array with holes, and whatever is not here.
(function (runtime) {
  "use strict";
  const {
    ArrayPrototype, SafeList, SafeMap, TypeError, apply, ceil, floor, getOwnPropertyDescriptor, hasOwn, isArray, put, shift, sort,
  } = runtime.primordials;
  const { nodeOf, requireTurn, running, view } = runtime.nodes;
  const { noteElements, setElements, setLength } = runtime.changes;
  // The language's method → ours.
  const methods = new SafeMap();
  const goOn = Symbol("goOn");

  function viewAt(array, index) {
    const value = array[index];
    return typeof value === "object" && value !== null ? view(value, array, index) : value;
  }

  // Of the array as it is: a callback may make it shorter.
  function isThere(array, index) { return index < array.length && hasOwn(array, index); }
  function elementAt(array, index) { return isThere(array, index) ? viewAt(array, index) : undefined; }

  // The node of an array without holes; null when the language's own method has to do it, which reads through traps: so it is
  // when it is noted what the turn reads.
  function arrayNode(proxy) {
    requireTurn();
    if (running.turn.reads !== null) return null;
    const node = typeof proxy === "object" && proxy !== null ? nodeOf(proxy) : undefined;
    if (node === undefined || !isArray(node.value) || (node.changes !== null && node.changes.hasHoles)) return null;
    return node;
  }

  // `method(node, values, proxy)` does what `Array.prototype[name]` does.
  function add(name, method) {
    const native = getOwnPropertyDescriptor(ArrayPrototype, name).value;
    methods.set(native, function () {
      const node = arrayNode(this);
      return node === null ? apply(native, this, arguments) : method(node, arguments, this);
    });
  }

  function invoke(values, element, index, proxy) {
    const callback = values[0];
    return values.length < 2 ? callback(element, index, proxy) : apply(callback, values[1], [element, index, proxy]);
  }

  function requireFunction(values) {
    const value = values.length > 0 ? values[0] : undefined;
    if (typeof value !== "function") throw new TypeError(`${runtime.inspect(value)} is not a function`);
  }

  // `step` gets the callback's result, and gives what to return or `goOn`.
  function addSearch(name, isFromEnd, nothing, step) {
    add(name, (node, values, proxy) => {
      requireFunction(values);
      const array = node.value;
      const { length } = array;
      for (let count = 0; count < length; count++) {
        const index = isFromEnd ? length - 1 - count : count;
        const element = elementAt(array, index);
        const result = step(invoke(values, element, index, proxy), element, index);
        if (result !== goOn) return result;
      }
      return nothing;
    });
  }

  addSearch("find", false, undefined, (found, element) => found ? element : goOn);
  addSearch("findIndex", false, -1, (found, element, index) => found ? index : goOn);
  addSearch("findLast", true, undefined, (found, element) => found ? element : goOn);
  addSearch("findLastIndex", true, -1, (found, element, index) => found ? index : goOn);

  // Those that pass over what is not there. `make` gives what is returned in the end, unless `step` returns something before.
  function addPass(name, make, step) {
    add(name, (node, values, proxy) => {
      requireFunction(values);
      const array = node.value;
      const { length } = array;
      const result = make(length);
      for (let index = 0; index < length; index++) {
        if (!isThere(array, index)) continue;
        const element = viewAt(array, index);
        const end = step(invoke(values, element, index, proxy), result, element, index);
        if (end !== goOn) return end;
      }
      return result;
    });
  }

  addPass("forEach", () => undefined, () => goOn);
  addPass("some", () => false, (found) => found ? true : goOn);
  addPass("every", () => true, (found) => found ? goOn : false);
  addPass("filter", () => [], (found, result, element) => {
    if (found) put(result, result.length, element);
    return goOn;
  });
  addPass("map", (length) => {
    const result = [];
    result.length = length;
    return result;
  }, (value, result, element, index) => {
    put(result, index, value);
    return goOn;
  });

  function integer(value) {
    const number = +value;
    return number !== number ? 0 : number < 0 ? ceil(number) : floor(number);
  }

  // An index as methods take it: from the end when negative, and inside the array.
  function place(value, length, missing) {
    if (value === undefined) return missing;
    const index = integer(value);
    return index < 0 ? (index + length > 0 ? index + length : 0) : index < length ? index : length;
  }

  add("slice", ({ value: array }, values) => {
    const { length } = array;
    const from = place(values.length > 0 ? values[0] : undefined, length, 0);
    const to = place(values.length > 1 ? values[1] : undefined, length, length);
    const result = [];
    for (let index = from; index < to; index++) put(result, index - from, elementAt(array, index));
    return result;
  });

  // What scripts see of an object is always the same proxy, so that the objects can be compared instead.
  function addIdentity(name, isSame, found, nothing) {
    const native = getOwnPropertyDescriptor(ArrayPrototype, name).value;
    add(name, (node, values, proxy) => {
      if (values.length !== 1) return apply(native, proxy, values);
      const inner = typeof values[0] === "object" && values[0] !== null ? nodeOf(values[0]) : undefined;
      const sought = inner === undefined ? values[0] : inner.value;
      const array = node.value;
      for (let index = 0; index < array.length; index++) if (isSame(array[index], sought)) return found(index);
      return nothing;
    });
  }

  addIdentity("indexOf", (element, sought) => element === sought, (index) => index, -1);
  // NaN is included, where JSON's rules have it stay until the turn ends.
  addIdentity("includes", (element, sought) => element === sought || (element !== element && sought !== sought), () => true, false);

  // For `for…of`, spread and destructuring.
  function* iterate(array, item) {
    for (let index = 0; index < array.length; index++) {
      requireTurn();
      yield item(elementAt(array, index), index);
    }
  }

  add("values", (node) => iterate(node.value, (element) => element));
  add("entries", (node) => iterate(node.value, (element, index) => [index, element]));

  add("push", (node, values) => {
    const array = node.value;
    for (let index = 0; index < values.length; index++) runtime.state.writeElement(node, array.length, values[index]);
    return array.length;
  });

  add("pop", (node) => {
    const array = node.value;
    if (array.length === 0) return undefined;
    const last = viewAt(array, array.length - 1);
    setLength(node, array.length - 1);
    return last;
  });

  add("shift", (node) => {
    const array = node.value;
    if (array.length === 0) return undefined;
    const first = viewAt(array, 0);
    noteElements(node);
    shift(array);
    return first;
  });

  add("unshift", (node, values) => {
    splice(node, 0, 0, values, 0);
    return node.value.length;
  });

  add("splice", (node, values) => {
    const { length } = node.value;
    const from = place(values.length > 0 ? values[0] : undefined, length, 0);
    const room = length - from;
    const count = values.length === 0 ? 0 : values.length === 1 ? room : integer(values[1]);
    return splice(node, from, count < 0 ? 0 : count < room ? count : room, values, 2);
  });

  // Puts the values from the `first` on in the place of `count` elements, which it returns.
  function splice(node, from, count, values, first) {
    const array = node.value;
    const elements = new SafeList();
    const removed = [];
    for (let index = 0; index < from; index++) elements.push(array[index]);
    for (let index = first; index < values.length; index++) elements.push(runtime.state.admit(node, `${elements.length}`, values[index]));
    for (let index = from; index < from + count; index++) put(removed, index - from, viewAt(array, index));
    for (let index = from + count; index < array.length; index++) elements.push(array[index]);
    if (count === 0 && values.length <= first) return removed;
    noteElements(node);
    setElements(array, elements);
    return removed;
  }

  add("sort", (node, values, proxy) => {
    const compare = values.length > 0 ? values[0] : undefined;
    if (compare !== undefined) requireFunction(values);
    const views = [];
    for (let index = 0; index < node.value.length; index++) put(views, index, viewAt(node.value, index));
    rearrange(node, sort(views, compare));
    return proxy;
  });

  add("reverse", (node, values, proxy) => {
    const views = [];
    for (let index = node.value.length - 1; index >= 0; index--) put(views, views.length, viewAt(node.value, index));
    rearrange(node, views);
    return proxy;
  });

  // Makes the array hold what it holds in the order of `views`.
  function rearrange(node, views) {
    requireTurn();
    const elements = new SafeList();
    for (let index = 0; index < views.length; index++) {
      const value = views[index];
      const inner = typeof value === "object" && value !== null ? nodeOf(value) : undefined;
      elements.push(inner === undefined ? value : inner.value);
    }
    noteElements(node);
    setElements(node.value, elements);
  }

  runtime.arrays = {
    __proto__: null,
    // Ours for a method that an array in `state` inherits, or the method itself.
    method(inherited) { return methods.get(inherited) ?? inherited; },
  };
})
