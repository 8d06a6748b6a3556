// One way of reading, n times in one turn, over the state or over the same data in plain objects.
//
//   /search?way=find&on=state&n=21
const plain = require("./_plain.json");

// Is in no record: a search looks at all of them.
const nobody = "70000000000";
const ways = {
  key({ couriers }, numbers) {
    let calls = 0;
    for (let index = 0; index < numbers.length; index++) calls += couriers[numbers[index]].calls;
    return calls;
  },
  find: ({ list }) => list.find((courier) => courier.customer === nobody),
  forOf({ list }) {
    for (const courier of list) if (courier.customer === nobody) return courier;
  },
  values: ({ couriers }) => Object.values(couriers).find((courier) => courier.customer === nobody),
  forIn({ couriers }) {
    for (const number in couriers) if (couriers[number].customer === nobody) return couriers[number];
  },
};

// In an order that has nothing to do with that of the records.
const numbers = Object.keys(plain.couriers).map((number, index, all) => all[(index * 7919) % all.length]);

export default function (req, state) {
  const { way, on, n } = req.query;
  const data = on === "state" ? state : plain;
  for (let turn = 0; turn < Number(n); turn++) ways[way](data, numbers);
  return { returned_code: 0 };
}
