// What a turn waits for outside of the engine, and the globals `setTimeout` and `clearTimeout`. A wait belongs to the turn that
// began it: it ends on behalf of that turn, or never.
(function (runtime, host) {
  "use strict";
  const { Error, Number, RangeError, SafeMap, TypeError } = runtime.primordials;
  const limit = 1000;
  const longest = 2147483647;
  let lastToken = 0;

  // Begins a wait of the running turn. When the host wakes the turn with the token, `callback` is called with `values`; when the
  // turn ends before, `stop` is called with the token.
  function begin(what, callback, values, stop) {
    const owner = runtime.runningTurn();
    if (owner === null) throw new Error(`${what}: there is nothing to wait for outside of a request: while files load, and after the handler has answered`);
    if (owner.waitCount >= limit) throw new RangeError(`${what}: one request may wait for ${limit} things at the same time`);
    owner.waits ??= new SafeMap();
    lastToken += 1;
    owner.waits.set(lastToken, { callback, values, stop });
    owner.waitCount += 1;
    return lastToken;
  }

  // Ends a wait and gives it back; undefined if the turn has none of that token.
  function take(turn, token) {
    if (turn.waits === null) return undefined;
    const wait = turn.waits.get(token);
    if (wait === undefined) return undefined;
    turn.waits.delete(token);
    turn.waitCount -= 1;
    return wait;
  }

  runtime.waits = {
    __proto__: null,
    begin, take,

    // Ends all waits of a turn.
    drop(turn) {
      const { waits } = turn;
      if (waits === null) return;
      turn.waits = null;
      turn.waitCount = 0;
      waits.forEach((wait, token) => wait.stop(token));
    },
  };

  runtime.defineGlobal("setTimeout", function setTimeout(callback, milliseconds, ...values) {
    if (typeof callback !== "function") throw new TypeError("setTimeout: the first argument should be a function");
    const delay = Number(milliseconds);
    const token = begin("setTimeout", callback, values, host.stopTimer);
    host.startTimer(token, delay > 0 ? delay < longest ? delay : longest : 0);
    return token;
  });

  runtime.defineGlobal("clearTimeout", function clearTimeout(token) {
    const owner = runtime.runningTurn();
    if (owner === null || owner.waits === null) return;
    const wait = owner.waits.get(token);
    if (wait === undefined || wait.stop !== host.stopTimer) return;
    take(owner, token);
    host.stopTimer(token);
  });
})
