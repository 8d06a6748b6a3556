import JSONText
import TestSupport

/// Random values of every shape that JSON has.
enum RandomJSON {
    static func value(depth: Int, using random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .number(JSONNumber(Int(truncatingIfNeeded: random.next())))
        case 3: return JSONNumber(Double(bitPattern: random.next())).map(JSONValue.number) ?? .null
        case 4, 5: return .string(text(using: &random))
        case 6:
            let count = Int.random(in: 0..<5, using: &random)
            return .array((0..<count).map { _ in value(depth: depth - 1, using: &random) })
        default:
            let count = Int.random(in: 0..<14, using: &random)
            let members = (0..<count).map { _ in
                (text(using: &random), value(depth: depth - 1, using: &random))
            }
            return .object(JSONObject(members: members))
        }
    }

    static func text(using random: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<10, using: &random) {
            let range: ClosedRange<UInt32> =
                [0...0x1f, 0x20...0x7f, 0x300...0x36f, 0x410...0x44f, 0x2020...0x2030, 0x1f600...0x1f64f]
                .randomElement(using: &random) ?? 0...0
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
