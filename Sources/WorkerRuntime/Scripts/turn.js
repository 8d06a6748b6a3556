// One turn: `run` calls the handler; when the promise jobs it left have run, `conclude` says how it ended.
(function (runtime, host) {
  "use strict";
  const { stringify } = runtime.primordials;
  const endings = { __proto__: null, returned: 0, sent: 1, nothing: 2, unsettled: 5 };
  let current = null;

  runtime.run = (index, settled, requestText, headersText, bodyText) => {
    const { handler, style } = runtime.routes[index];
    const turn = { style, response: runtime.makeResponse(), pending: false, rejected: false, value: undefined };
    current = turn;
    runtime.state.settle(settled);
    runtime.state.begin();
    const request = runtime.makeRequest(requestText, headersText, bodyText);
    const value = style === "file" ? handler(request, runtime.state.root, turn.response) : handler(request, turn.response);
    if (typeof value === "object" && value !== null && typeof value.then === "function") follow(turn, value);
    else turn.value = value;
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
  }

  // Throws what the handler's promise was rejected with.
  runtime.conclude = (number) => {
    const turn = current;
    current = null;
    if (turn.pending) {
      runtime.state.abort();
      return host.reply(endings.unsettled, 200, "", "", "", "");
    }
    if (turn.rejected) throw turn.value;
    const content = runtime.responseContent(turn.response);
    if (content.used && (turn.style === "define" || turn.value === undefined || runtime.isResponse(turn.value))) {
      return host.reply(endings.sent, content.status, content.headers, content.body, runtime.state.end(number), "");
    }
    if (turn.style === "define" || turn.value === undefined) {
      runtime.state.abort();
      return host.reply(endings.nothing, 200, "", "", "", "");
    }
    returned(turn.value, content, number);
  };

  function returned(value, content, number) {
    const slips = runtime.slips(value);
    let text = "";
    try {
      text = stringify(value) ?? "";
    } catch (error) {
      if (slips === "") throw error;
      text = runtime.stringifyRest(value) ?? "";
    }
    host.reply(endings.returned, content.status, content.headers, text, runtime.state.end(number), slips);
  }

  runtime.abort = () => {
    current = null;
    runtime.state.abort();
  };
})
