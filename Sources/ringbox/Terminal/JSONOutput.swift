import Glibc

/// Standard output for JSON lines that come in parts, which may end within a character.
final class JSONOutput {
    private var rest: [UInt8] = []

    /// Writes the characters that are whole.
    ///
    /// - Returns: 0, or why they could not be written.
    func write(_ part: some Collection<UInt8>) -> Int32 {
        rest += part
        let whole = rest.count - Self.openByteCount(rest)
        defer { rest.removeFirst(whole) }
        return Console.writeNow(json: String(decoding: rest[..<whole], as: UTF8.self))
    }

    /// How many bytes at the end begin a character that is not whole.
    private static func openByteCount(_ bytes: [UInt8]) -> Int {
        for (index, byte) in bytes.reversed().prefix(4).enumerated() where byte & 0xc0 != 0x80 {
            let length = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
            return index + 1 < length ? index + 1 : 0
        }
        return 0
    }
}
