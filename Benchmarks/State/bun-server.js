// What people do today, with a database: one row for each record in SQLite, with a write-ahead log that is synchronised
// before the request is answered.
//
//   bun bun-server.js RECORDS.json FOLDER
import { Database } from "bun:sqlite";

const [seed, folder] = process.argv.slice(2);
const database = new Database(`${folder}/state.sqlite`);
database.run("PRAGMA journal_mode = WAL");
database.run("PRAGMA synchronous = FULL");
database.run(`CREATE TABLE courier (
  number TEXT PRIMARY KEY, name TEXT, city TEXT, calls INTEGER, "order" TEXT, customer TEXT, active INTEGER) WITHOUT ROWID`);
const insert = database.query("INSERT INTO courier VALUES (?, ?, ?, ?, ?, ?, ?)");
const { couriers } = await Bun.file(seed).json();
database.transaction(() => {
  for (const [number, { name, city, calls, order, customer, active }] of Object.entries(couriers)) {
    insert.run(number, name, city, calls, order, customer, active);
  }
})();
const change = database.query("UPDATE courier SET calls = calls + 1 WHERE number = ? RETURNING name");

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request) {
    const url = new URL(request.url);
    const courier = url.pathname === "/@bench/change" ? change.get(url.searchParams.get("numa")) : null;
    if (courier === null) return new Response(null, { status: 404 });
    return Response.json({ returned_code: 1, text: `Здравствуйте, ${courier.name}! Введите номер заказа` });
  },
});
console.log(`traffic http://127.0.0.1:${server.port}`);
