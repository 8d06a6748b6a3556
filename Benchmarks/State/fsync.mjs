// Prints how long the disk of a folder takes to make 4 KiB durable: everything that is compared waits for that.
//
//   node fsync.mjs FOLDER
import { closeSync, fdatasyncSync, fsyncSync, openSync, unlinkSync, writeSync } from "node:fs";

const path = `${process.argv[2]}/fsync.probe`;
const file = openSync(path, "w+");
const page = Buffer.alloc(4096, 1);
for (let index = 0; index < 1024; index++) writeSync(file, page, 0, 4096, index * 4096);
fsyncSync(file);

const times = [];
for (let index = 0; index < 500; index++) {
  const begin = process.hrtime.bigint();
  writeSync(file, page, 0, 4096, index * 4096);
  fdatasyncSync(file);
  times.push(Number(process.hrtime.bigint() - begin) / 1000);
}
closeSync(file);
unlinkSync(path);
times.sort((a, b) => a - b);
const at = (part) => times[Math.floor((times.length - 1) * part)].toFixed(0);
console.log(`median ${at(0.5)} µs, p99 ${at(0.99)} µs`);
