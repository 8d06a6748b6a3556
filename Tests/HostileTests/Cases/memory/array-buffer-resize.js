// outcome: exceeded_memory | threw
module.exports = function () {
  const buffer = new ArrayBuffer(0, { maxByteLength: 2 ** 30 });
  for (let size = 1 << 20; size <= 2 ** 30; size += 1 << 20) {
    buffer.resize(size);
    new Uint8Array(buffer).fill(1, size - (1 << 20));
  }
};
