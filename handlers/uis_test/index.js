// handlers/uis_test/index.js
// A page for people: what became of the calls. It is text, since JSON would be checked as an instruction for the PBX.
export function GET(req, state, res) {
  const lines = Object.entries(state.calls).map(([id, call]) => {
    const steps = call.steps.map(({ step, input }) => (input ? `${step} (${input})` : step));
    return `${id}  ${call.courier ?? "не курьер"}: ${steps.join(", ")}`;
  });
  res.send(`${lines.join("\n") || "Звонков ещё не было"}\n`);
}
