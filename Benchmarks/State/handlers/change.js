// One field of one record, and a reply of the size that a PBX gets.
export default function (req, state) {
  const courier = state.couriers[req.query.numa];
  courier.calls += 1;
  return { returned_code: 1, text: `Здравствуйте, ${courier.name}! Введите номер заказа` };
}
