// Has search.js read in every way, and prints for each "way in-state in-plain-objects in-state-once": microseconds of the
// worker's CPU time for each record. The first two are those of a turn that reads many times, less those of a turn that
// reads once; the third is that of a turn that reads once.
//
//   node reading.mjs PORT ADMIN-PORT TOKEN ROUNDS RECORDS
const [port, adminPort, token, rounds, records] = process.argv.slice(2);
const times = 21;

let asked = 0;

// The CPU time that the host has written down for a turn.
async function turn(way, on, n) {
  const path = `/search?way=${way}&on=${on}&n=${n}&id=${asked += 1}`;
  const answer = await fetch(`http://127.0.0.1:${port}/@reading${path}`);
  const reply = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${reply}`);
  // A turn is written down when its reply has left.
  for (let attempt = 0; attempt < 1000; attempt++) {
    const log = await fetch(`http://127.0.0.1:${adminPort}/activity?sandbox=reading&limit=1`, { headers: { authorization: `Bearer ${token}` } });
    const entry = (await log.json()).at(-1);
    if (entry.url === path) return entry.microseconds.cpu;
  }
  throw new Error(`${path} is not in the activity`);
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

for (const way of ["key", "find", "forOf", "values", "forIn"]) {
  const figures = { state: [], plain: [], once: [] };
  // What the engine compiles is compiled by then.
  for (let warm = 0; warm < 5; warm++) for (const on of ["state", "plain"]) await turn(way, on, times);
  for (let round = 0; round < Number(rounds); round++) {
    for (const on of ["state", "plain"]) {
      const once = await turn(way, on, 1);
      figures[on].push((await turn(way, on, times) - once) / (times - 1) / Number(records));
    }
    const nothing = await turn(way, "state", 0);
    figures.once.push((await turn(way, "state", 1) - nothing) / Number(records));
  }
  console.log(way, median(figures.state).toFixed(4), median(figures.plain).toFixed(4), median(figures.once).toFixed(4));
}
