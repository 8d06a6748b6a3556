// outcome: no_reply
module.exports = function () {};
