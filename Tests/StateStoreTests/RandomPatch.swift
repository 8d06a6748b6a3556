import JSONText
import StateStore
import TestSupport

/// Random documents and patches from few keys, so that paths often lead somewhere and often do not.
struct RandomPatch {
    private static let keys = ["a", "b", "ключ", "", "a/b", "m~n", "0", "-", "é", "e\u{301}"]

    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func document(depth: Int = 4) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 4), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .number(JSONNumber(Int.random(in: -9...9, using: &generator)))
        case 3: return .string(Self.keys.randomElement(using: &generator) ?? "")
        case 4, 5:
            return .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in document(depth: depth - 1) })
        default:
            // More members than an object looks through one by one.
            let keys = Self.keys.prefix(Int.random(in: 0...Self.keys.count, using: &generator))
            return .object(JSONObject(members: keys.map { ($0, document(depth: depth - 1)) }))
        }
    }

    mutating func patch(for document: JSONValue) -> StatePatch {
        StatePatch(
            (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                let path = path(in: document)
                return switch Int.random(in: 0..<3, using: &generator) {
                case 0: .add(path, self.document(depth: 2))
                case 1: .replace(path, self.document(depth: 2))
                default: .remove(path)
                }
            }
        )
    }

    /// A walk down `document` that is wrong in some of its steps.
    private mutating func path(in document: JSONValue) -> JSONPointer {
        var tokens: [String] = []
        var value = document
        while Int.random(in: 0..<6, using: &generator) > 0 {
            var candidates: [String] = []
            if let object = value.object { candidates = object.keys }
            if let array = value.array { candidates = array.indices.map(String.init) + ["-", String(array.count)] }
            if Int.random(in: 0..<8, using: &generator) == 0 { candidates = Self.keys + ["01", "7", "-1"] }
            guard let token = candidates.randomElement(using: &generator) else { break }
            tokens.append(token)
            value = value[JSONPointer([token])] ?? .null
        }
        return JSONPointer(tokens)
    }
}
