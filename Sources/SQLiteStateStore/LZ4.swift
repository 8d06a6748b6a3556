internal import CLZ4

/// Blocks of LZ4: text that repeats itself takes a fraction of its room, and is had back at a gigabyte a second.
enum LZ4 {
    /// Compresses `source`; nil when that would not make it smaller.
    static func compress(_ source: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let count = Int32(exactly: source.count), count > 1, let input = source.baseAddress else { return nil }
        let compressed = [UInt8](unsafeUninitializedCapacity: source.count - 1) { output, written in
            guard let target = output.baseAddress else { return }
            let result = LZ4_compress_default(
                input.assumingMemoryBound(to: CChar.self), UnsafeMutableRawPointer(target).assumingMemoryBound(to: CChar.self), count,
                count - 1)
            written = Int(max(result, 0))
        }
        return compressed.isEmpty ? nil : compressed
    }

    /// Fills `target` with what `source` is a block of; false when it is none, or not of so many bytes.
    static func decompress(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Bool {
        guard let count = Int32(exactly: source.count), let room = Int32(exactly: target.count), let input = source.baseAddress,
            let output = target.baseAddress
        else { return false }
        let result = LZ4_decompress_safe(
            input.assumingMemoryBound(to: CChar.self), output.assumingMemoryBound(to: CChar.self), count, room)
        return result == room
    }
}
