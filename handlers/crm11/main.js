// handlers/crm11/main.js
// The couriers of uis_test, written for getsandbox.com: routes are defined by calls, and the request is read as it came.
var cards = require('cards.js');

var OPERATORS = ['74959876543'];
var ATTEMPTS = 3;

state.calls = state.calls || {};

Sandbox.define('/crm_integration', 'GET', function (req, res) {
  var input = cards.digits(req.query.input_result);
  var call = callOf(req.query);
  var courier = cards.courier(req.query.numa);

  if (!courier) {
    call.steps.push('stranger');
    return res.json({ text: 'Здравствуйте! Соединяю с оператором', phones: OPERATORS });
  }
  if (!input) {
    call.steps.push('asked');
    return res.json({ returned_code: 1, text: 'Здравствуйте, ' + courier.name + '! Введите номер заказа' });
  }

  var order = cards.order(req.query.numa, input);
  if (order) {
    call.steps.push('connected ' + input);
    return res.json({
      text: 'Соединяю с клиентом',
      phones: [order.customer],
      operator_text: 'Курьер ' + courier.name + ', заказ ' + input
    });
  }

  call.wrong += 1;
  call.steps.push('wrong ' + input);
  if (call.wrong < ATTEMPTS) {
    return res.json({ returned_code: 2, text: 'Заказ ' + input + ' не найден. Введите номер ещё раз' });
  }
  res.json({
    text: 'Соединяю с оператором',
    phones: OPERATORS,
    operator_text: 'Курьер ' + courier.name + ' не смог назвать номер заказа'
  });
});

Sandbox.define('/calls/{id}', 'GET', function (req, res) {
  var call = cards.own(state.calls, req.params.id);
  if (!call) return res.send(404, 'Такого звонка не было\n');
  res.send(call.steps.join('\n') + '\n');
});

// The record of the call that a request belongs to. A call without an id is known by its caller.
function callOf(query) {
  var id = query.cdr_id || query.call_session_id;
  var key = id || 'from-' + query.numa;
  if (!cards.own(state.calls, key) || (!id && !cards.digits(query.input_result))) {
    state.calls[key] = { wrong: 0, steps: [] };
  }
  return state.calls[key];
}
