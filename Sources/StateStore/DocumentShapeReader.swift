import JSONText

/// Reads the ``DocumentShape`` of a JSON text without making its values.
///
/// The text is taken for JSON: of one that is none, the shape of something is read, or nothing.
struct DocumentShapeReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    /// The objects without containers in them that were read, by their keys: those with the same keys share one.
    private var records: [[JSONKey]: DocumentShape] = [:]

    /// How many different objects are remembered, and how many keys they have at most.
    private static let recordLimit = 1_024
    private static let recordKeys = 64

    /// The shape of the value that `text` has; nil when it ends too early or is nested too deeply.
    static func shape(of text: [UInt8]) -> DocumentShape? {
        text.withUnsafeBufferPointer { bytes in
            var reader = DocumentShapeReader(bytes: bytes)
            return reader.value(depth: 0)
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private mutating func value(depth: Int) -> DocumentShape? {
        skipSpace()
        guard index < bytes.count, depth <= StatePatch.depthLimit else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return skipString() ? .leaf : nil
        default:
            let start = index
            while index < bytes.count, !Self.endsWord(bytes[index]) { index += 1 }
            return index > start ? .leaf : nil
        }
    }

    private mutating func object(depth: Int) -> DocumentShape? {
        index += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([:]) }
        var keys: [JSONKey] = []
        var shapes: [DocumentShape] = []
        var isRecord = true
        while true {
            skipSpace()
            guard let key = key() else { return nil }
            skipSpace()
            guard take(UInt8(ascii: ":")), let shape = value(depth: depth + 1) else { return nil }
            keys.append(key)
            shapes.append(shape)
            if case .leaf = shape {} else { isRecord = false }
            skipSpace()
            if take(UInt8(ascii: "}")) { break }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
        isRecord = isRecord && keys.count <= Self.recordKeys
        if isRecord, let known = records[keys] { return known }
        let shape = DocumentShape.object(Dictionary(zip(keys, shapes)) { $1 })
        if isRecord, records.count < Self.recordLimit { records[keys] = shape }
        return shape
    }

    private mutating func array(depth: Int) -> DocumentShape? {
        index += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        var shapes: [DocumentShape] = []
        while true {
            guard let shape = value(depth: depth + 1) else { return nil }
            shapes.append(shape)
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(shapes) }
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
