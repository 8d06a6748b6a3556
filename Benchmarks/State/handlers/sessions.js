// Sessions that come and go: the state neither grows nor shrinks, once it is full.
//
// Each turn begins a session and ends the oldest one, takes a step in another one, and writes a line into a log that keeps its
// newest lines. Every `large`th turn replaces a report of some 100 KiB.
const most = 2000;
const large = 500;

export default function (req, state) {
  const turn = (state.turns = (state.turns ?? 0) + 1);
  const sessions = (state.sessions ??= {});
  sessions[`s${turn}`] = { from: req.query.numa, name: "Иван Петров", begun: turn, steps: [] };
  delete sessions[`s${turn - most}`];
  const step = sessions[`s${Math.max(1, turn - ((turn * 31) % most))}`];
  if (step) step.steps.push({ digits: `${turn % 10000}` });
  const log = (state.log ??= []);
  log.push(`${turn}: звонок ${req.query.numa}`);
  if (log.length > 100) log.splice(0, 20);
  if (turn % large === 0) {
    state.report = { turn, lines: Array.from({ length: 1000 }, (_, line) => ({ line, text: `строка отчёта ${turn} ${line}`, value: turn * line })) };
  }
  return { returned_code: 1, text: `${turn}` };
}
