// handlers/uis_test/_cards.js
// What the shop knows of its couriers and orders. A name that begins with "_" is no route: other files import it.

// The card of the courier with this number; undefined for everybody else.
export function courierOf(state, number) {
  return own(state.couriers, number);
}

// The order with this number, if this courier delivers it: nobody gets at the customers of others.
export function orderOf(state, courier, number) {
  const order = own(state.orders, number);
  return order?.courier === courier ? order : undefined;
}

// Callers may send anything for a number, "constructor" too.
function own(table, key) {
  return key !== null && Object.hasOwn(table, key) ? table[key] : undefined;
}
