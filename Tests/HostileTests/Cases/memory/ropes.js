// outcome: threw | exceeded_memory
module.exports = function () {
  let text = "ab";
  for (;;) {
    text += text;
    if (text.length > 2 ** 22 && text.charCodeAt(text.length - 1) === 0) break;
  }
};
