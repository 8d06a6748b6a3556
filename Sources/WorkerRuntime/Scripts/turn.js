// One turn: `run` calls the handler, and `wake` what it has waited for. When the promise jobs that either of them left have run,
// `conclude` says how the turn ended, or that it waits.
(function (runtime, host) {
  "use strict";
  const { SafeList, SafeMap, apply, stringify } = runtime.primordials;
  const { state, waits } = runtime;
  const endings = { __proto__: null, returned: 0, sent: 1, nothing: 2, unsettled: 5 };
  const waiting = new SafeMap();   // number → turn that waits
  let awake = new SafeList();      // waiting turns whose promise settled while another turn ran
  let hasChanged = false;          // a turn changed the state since waiting turns were looked through
  let current = null;
  const expiryIndex = 0xffffffff;  // TurnOrder.expiryRoute

  runtime.runningTurn = () => current;

  runtime.run = (index, settled, requestText, headersText, bodyText) => {
    const route = index === expiryIndex ? runtime.expiryRoute : runtime.routes[index];
    const turn = {
      route, number: 0, response: runtime.makeResponse(), pending: false, rejected: false, value: undefined, waits: null, waitCount: 0,
      view: null,
    };
    current = turn;
    state.settle(settled);
    state.begin(route.hasWaited);
    if (index === expiryIndex) {
      turn.value = route.handler(bodyText);
      return;
    }
    const request = runtime.makeRequest(requestText, headersText, bodyText);
    const value = route.style === "file" ? route.handler(request, state.root, turn.response) : route.handler(request, turn.response);
    if (typeof value === "object" && value !== null && typeof value.then === "function") follow(turn, value);
    else turn.value = value;
  };

  // Goes on with a turn that waits. `token` is what it waited for, 0 for nothing.
  runtime.wake = (number, token) => {
    const turn = waiting.get(number);
    waiting.delete(number);
    current = turn;
    state.resume(turn.view);
    turn.view = null;
    const wait = waits.take(turn, token);
    if (wait !== undefined) apply(wait.callback, undefined, wait.values);
  };

  // Waits with the language's own `await`, which calls no `then` of Promise.prototype. What settles after the turn has ended
  // changes an object that nobody looks at.
  async function follow(turn, promise) {
    turn.pending = true;
    try {
      turn.value = await promise;
    } catch (reason) {
      turn.rejected = true;
      turn.value = reason;
    }
    turn.pending = false;
    if (turn !== current && waiting.get(turn.number) === turn) awake.push(turn);
  }

  // Whether a turn with something left that it waits for has not ended.
  function goesOn(turn) {
    if (turn.pending) return true;
    if (turn.rejected) return false;
    // Who answers by `res` may do so later.
    return (turn.route.style === "define" || turn.value === undefined) && !runtime.isUsed(turn.response);
  }

  function suspend(turn, number) {
    turn.number = number;
    turn.route.hasWaited = true;
    turn.view = state.suspend();
    waiting.set(number, turn);
    current = null;
    host.suspend();
  }

  // Throws what the handler's promise was rejected with. `report` is the place that the turn's report will have.
  runtime.conclude = (number, report) => {
    const turn = current;
    if (turn.waitCount !== 0 && goesOn(turn)) return suspend(turn, number);
    current = null;
    waits.drop(turn);
    if (turn.pending) {
      state.abort();
      return host.reply(endings.unsettled, 200, "", "", "", "");
    }
    if (turn.rejected) throw turn.value;
    const content = runtime.responseContent(turn.response);
    const isDefined = turn.route.style === "define";
    if (content.used && (isDefined || turn.value === undefined || runtime.isResponse(turn.value))) {
      return host.reply(endings.sent, content.status, content.headers, content.body, end(report), "");
    }
    if (isDefined || turn.value === undefined) {
      state.abort();
      return host.reply(endings.nothing, 200, "", "", "", "");
    }
    returned(turn.value, content, report);
  };

  function returned(value, content, report) {
    const slips = runtime.slips(value);
    let text = "";
    try {
      text = stringify(value) ?? "";
    } catch (error) {
      if (slips === "") throw error;
      text = runtime.stringifyRest(value) ?? "";
    }
    host.reply(endings.returned, content.status, content.headers, text, end(report), slips);
  }

  function end(report) {
    const patch = state.end(report);
    if (patch !== "") hasChanged = true;
    return patch;
  }

  // Ends a turn as if it had not been: the one that runs, or that was about to wait.
  runtime.abort = (number) => {
    const turn = current ?? waiting.get(number);
    current = null;
    waiting.delete(number);
    state.abort();
    if (turn !== undefined) discard(turn);
  };

  // Ends a turn that waits as if it had not been.
  runtime.drop = (number) => {
    const turn = waiting.get(number);
    waiting.delete(number);
    discard(turn);
  };

  function discard(turn) {
    waits.drop(turn);
    if (turn.view !== null) state.drop(turn.view);
    turn.view = null;
  }

  // A turn that is not to wait any longer: its number if it is stale, its number below zero if its promise has settled, 0 for none.
  runtime.pick = () => {
    while (awake.length > 0) {
      const turn = awake.pop();
      if (waiting.get(turn.number) === turn && !state.isStale(turn.view)) return -turn.number;
    }
    if (!hasChanged) return 0;
    let stale = 0;
    waiting.forEach((turn, number) => {
      if (stale === 0 && state.isStale(turn.view)) stale = number;
    });
    if (stale === 0) hasChanged = false;
    return stale;
  };
})
