// outcome: ok
// target: /?__proto__=a&constructor=b&toString=c&__proto__[x]=d&x[__proto__]=e&hasOwnProperty=f
module.exports = function (req) {
  if (({}).x !== undefined || typeof ({}).toString !== "function") throw new Error("Object.prototype was changed");
  if (Object.getPrototypeOf(req.query) !== Object.prototype) throw new Error("the query has another prototype");
  if (req.query.constructor !== "b" || Object.getOwnPropertyDescriptor(req.query, "__proto__").value !== "a") throw new Error("a key is lost");
  if (Object.getOwnPropertyDescriptor(req.queryAll, "__proto__").value[0] !== "a") throw new Error("a key of queryAll is lost");
  return { returned_code: 1 };
};
