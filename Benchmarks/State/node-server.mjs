// What people do today, without a database: the state is an object in memory, and every change saves all of it.
//
//   node node-server.mjs RECORDS.json FOLDER
//
// A request is answered when its change is on the disk: the new file, the name that it takes over, and the folder. The next
// request waits meanwhile. The calls are the synchronous ones: with those that wait, a request takes longer.
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { createServer } from "node:http";

const [seed, folder] = process.argv.slice(2);
const state = JSON.parse(readFileSync(seed, "utf8"));
const directory = openSync(folder, "r");

function save() {
  const bytes = Buffer.from(JSON.stringify(state));
  const file = openSync(`${folder}/state.new`, "w");
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${folder}/state.new`, `${folder}/state.json`);
  fsyncSync(directory);
}

const server = createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  const courier = url.pathname === "/@bench/change" ? state.couriers[url.searchParams.get("numa")] : undefined;
  if (courier === undefined) {
    response.writeHead(404).end();
    return;
  }
  courier.calls += 1;
  save();
  const reply = JSON.stringify({ returned_code: 1, text: `Здравствуйте, ${courier.name}! Введите номер заказа` });
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(reply) }).end(reply);
});
server.listen(0, "127.0.0.1", () => console.log(`traffic http://127.0.0.1:${server.address().port}`));
