import JSONText

/// Reads the ``DocumentShape`` of a JSON text without making its values.
///
/// The text is taken for JSON: of one that is none, the shape of something is read, or nothing.
struct DocumentShapeReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var sharing = ShapeSharing()

    /// The shape of the value that `text` has; nil when it ends too early or is nested too deeply.
    static func shape(of text: [UInt8]) -> DocumentShape? {
        text.withUnsafeBufferPointer { bytes in
            var reader = DocumentShapeReader(bytes: bytes)
            return reader.value(depth: 0)?.shape
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private mutating func value(depth: Int) -> ShapeSharing.Part? {
        skipSpace()
        guard index < bytes.count, depth <= StatePatch.depthLimit else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return skipString() ? ShapeSharing.Part.leaf : nil
        default:
            let start = index
            while index < bytes.count, !Self.endsWord(bytes[index]) { index += 1 }
            return index > start ? ShapeSharing.Part.leaf : nil
        }
    }

    private mutating func object(depth: Int) -> ShapeSharing.Part? {
        index += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return .emptyObject }
        var keys: [JSONKey] = []
        var parts = ShapeSharing.Parts()
        while true {
            skipSpace()
            guard let key = key() else { return nil }
            skipSpace()
            guard take(UInt8(ascii: ":")), let part = value(depth: depth + 1) else { return nil }
            keys.append(key)
            parts.append(part)
            skipSpace()
            if take(UInt8(ascii: "}")) { return sharing.object(keys, parts) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private mutating func array(depth: Int) -> ShapeSharing.Part? {
        index += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return .emptyArray }
        var parts = ShapeSharing.Parts()
        while true {
            guard let part = value(depth: depth + 1) else { return nil }
            parts.append(part)
            skipSpace()
            if take(UInt8(ascii: "]")) { return sharing.array(parts) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private mutating func key() -> JSONKey? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
        let start = index
        guard skipString() else { return nil }
        let inside = UnsafeBufferPointer(rebasing: bytes[(start + 1)..<(index - 1)])
        guard inside.contains(UInt8(ascii: "\\")) else { return JSONKey(String(decoding: inside, as: UTF8.self)) }
        return (try? JSONValue(parsing: bytes[start..<index]))?.string.map(JSONKey.init)
    }

    /// Goes behind the closing quote; false when there is none.
    private mutating func skipString() -> Bool {
        index += 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return true
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return false
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// Whether a number or a word ends before the byte.
    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "\""),
            UInt8(ascii: ":"), 0...0x20:
            true
        default: false
        }
    }
}
