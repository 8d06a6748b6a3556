// handlers/uis_test/crm_integration.js
// Couriers call the shop, and the shop connects them to the customer of an order without giving his number away.
import { courierOf, orderOf } from "./_cards.js";
import { open, note } from "./_calls.js";

const attempts = 3;

export default function (req, state) {
  const { from, input } = req.call;
  const call = open(state, req.call);

  const courier = courierOf(state, from);
  if (!courier) {
    note(call, "stranger");
    return operator(req, "Здравствуйте! Соединяю с оператором", from ? `Звонит ${from}, это не курьер` : "Номер звонящего скрыт");
  }
  call.courier = courier.name;

  if (!input) {
    note(call, "asked");
    return { returned_code: 1, text: `Здравствуйте, ${courier.name}! Введите номер заказа` };
  }

  const order = orderOf(state, from, input);
  if (order) {
    note(call, "connected", input);
    return { text: "Соединяю с клиентом", phones: [order.customer], operator_text: `Курьер ${courier.name}, заказ ${input}` };
  }

  call.wrong += 1;
  if (call.wrong < attempts) {
    note(call, "wrong", input);
    return { returned_code: 2, text: `Заказ ${input} не найден. Введите номер ещё раз` };
  }
  note(call, "operator", input);
  return operator(req, "Соединяю с оператором", `Курьер ${courier.name} не смог назвать номер заказа`);
}

function operator(req, text, hint) {
  return { text, phones: req.config.operators, operator_text: hint };
}
