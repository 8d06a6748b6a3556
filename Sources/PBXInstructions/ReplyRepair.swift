import Glibc
import JSONText

/// A reply's text with U+FFFD in place of what a PBX cannot take: NUL, and half of a character (a surrogate alone).
struct ReplyRepair {
    /// The text to be sent in place of the reply.
    private(set) var reply: [UInt8]
    /// Where the escapes are, in order.
    private let offsets: [Int]

    /// - Parameter bytes: JSON text, in which both can only be escapes.
    /// - Returns: nil when nothing has to be repaired.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        let offsets = Self.brokenEscapes(in: bytes)
        guard !offsets.isEmpty else { return nil }
        self.offsets = offsets
        reply = Array(bytes)
        reply = written("fffd")
    }

    /// The strings and keys that were repaired, in the order of the reply; empty for what is no JSON.
    var places: [JSONPointer] {
        guard let marked = try? JSONValue(parsing: written("0000")) else { return [] }
        var places: [JSONPointer] = []
        Self.collect(marked, .root, &places)
        return places
    }

    /// The reply with other digits in the escapes.
    private func written(_ digits: String) -> [UInt8] {
        var text = reply
        for offset in offsets { text.replaceSubrange(offset + 2..<offset + 6, with: digits.utf8) }
        return text
    }

    private static func collect(_ value: JSONValue, _ place: JSONPointer, _ places: inout [JSONPointer]) {
        switch value {
        case .string(let text): if text.utf8.contains(0) { places.append(place) }
        case .array(let elements):
            for (index, element) in elements.enumerated() { collect(element, place.appending(index), &places) }
        case .object(let members):
            for (key, value) in members {
                let isBroken = key.utf8.contains(0)
                let inner = place.appending(isBroken ? repaired(key) : key)
                if isBroken { places.append(inner) }
                collect(value, inner, &places)
            }
        case .null, .bool, .number: break
        }
    }

    private static func repaired(_ key: String) -> String {
        String(decoding: key.utf8.flatMap { $0 == 0 ? Array("\u{fffd}".utf8) : [$0] }, as: UTF8.self)
    }

    private static func brokenEscapes(in bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
        guard let base = bytes.baseAddress else { return [] }
        var offsets: [Int] = []
        var index = 0
        while index < bytes.count, let mark = memchr(base + index, 0x5c, bytes.count - index) {
            index = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(mark))
            guard let unit = unit(in: bytes, at: index) else {
                index += 2
                continue
            }
            let isPair = unit & 0xfc00 == 0xd800 && Self.unit(in: bytes, at: index + 6).map { $0 & 0xfc00 == 0xdc00 } ?? false
            if unit == 0 || unit & 0xf800 == 0xd800, !isPair { offsets.append(index) }
            index += isPair ? 12 : 6
        }
        return offsets
    }

    /// The UTF-16 unit of the `\uXXXX` at `offset`, nil when there is none.
    private static func unit(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt16? {
        guard offset + 6 <= bytes.count, bytes[offset] == 0x5c, bytes[offset + 1] == UInt8(ascii: "u") else { return nil }
        let digits = bytes[offset + 2..<offset + 6]
        guard digits.allSatisfy({ ($0 &- 0x30 < 10) || (($0 | 0x20) &- 0x61 < 6) }) else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
