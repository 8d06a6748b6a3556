// handlers/uis_test/_calls.js
// The steps of every call, kept in state.calls.
const kept = 500;

// The record of the call that a request belongs to, made when there is none.
export function open(state, call) {
  // The PBX sends what it was told to send, so a call may have no id. Then the caller's number has to do, and a request
  // without digits is the beginning of a new call.
  const key = call.id ?? `from-${call.from ?? "nobody"}`;
  const isNew = !Object.hasOwn(state.calls, key) || (call.id === null && !call.input);
  if (isNew) {
    forget(state.calls);
    state.calls[key] = { from: call.from, to: call.to, startTime: call.startTime, wrong: 0, steps: [] };
  }
  return state.calls[key];
}

// Adds a step: what was decided, and the digits that led to it.
export function note(call, step, input) {
  call.steps.push(input === undefined ? { step } : { step, input });
}

// Makes room, so that the state does not grow for ever.
function forget(calls) {
  const keys = Object.keys(calls);
  for (const key of keys.slice(0, Math.max(0, keys.length - kept + 1))) delete calls[key];
}
