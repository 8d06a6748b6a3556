// Prints a state of couriers' records: what all the measured servers begin with.
//
//   node records.mjs COUNT mixed|ascii [list]
//
// "mixed": every second record is in Russian, as with most of those who use such states; "ascii": none is. "list": an
// array instead of an object. A record is about 120 bytes of JSON in both.
import { writeSync } from "node:fs";

const [count, alphabet, shape] = process.argv.slice(2);
const russian = {
  names: ["Иван", "Пётр", "Анна", "Ольга"], families: ["Ким", "Орлов", "Белов", "Зуев"], cities: ["Тула", "Омск", "Пермь", "Чита"],
};
const latin = {
  names: ["Ivan Petrovich", "Pyotr Ilyich", "Anna Sergeevna", "Olga Pavlovna"], families: ["Kim", "Orlov", "Belov", "Zuev"],
  cities: ["Tula", "Omsk", "Perm", "Chita"],
};

function record(index) {
  const { names, families, cities } = alphabet === "mixed" && index % 2 === 0 ? russian : latin;
  return {
    name: `${names[index % 4]} ${families[(index >> 2) % 4]}`, city: cities[(index >> 4) % 4], calls: 0,
    order: `${4711 + index}`, customer: `7495${1234567 + index}`, active: index % 3 !== 0,
  };
}

const keyed = {};
const listed = [];
for (let index = 0; index < Number(count); index++) {
  const number = `${74950000000 + index}`;
  if (shape === "list") listed.push({ number, ...record(index) });
  else keyed[number] = record(index);
}
const bytes = Buffer.from(JSON.stringify({ couriers: shape === "list" ? listed : keyed }));
for (let sent = 0; sent < bytes.length;) sent += writeSync(1, bytes, sent);
