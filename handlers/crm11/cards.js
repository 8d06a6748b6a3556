// handlers/crm11/cards.js
// What the shop knows of its couriers and orders. `state` is a global, here too.

// A member of a table that nobody inherited: callers may send any key, "constructor" too.
exports.own = function (table, key) {
  return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined;
};

exports.courier = function (number) {
  return exports.own(state.couriers, number);
};

exports.order = function (courier, number) {
  var order = exports.own(state.orders, number);
  return order && order.courier === courier ? order : undefined;
};

// What the caller typed, without the "#" that ends it; empty for nothing, which the PBX writes as None.
exports.digits = function (text) {
  return !text || text === 'None' ? '' : text.replace(/#$/, '');
};
