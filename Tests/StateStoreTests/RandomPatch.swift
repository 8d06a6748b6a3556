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

    /// A patch that can be made on `document`, one change after another, and that has things expire now and then.
    mutating func fittingPatch(for document: JSONValue) -> StatePatch {
        var document = document
        var operations: [StatePatch.Operation] = []
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let operation: StatePatch.Operation
            if Int.random(in: 0..<3, using: &generator) == 0, let place = objectPath(in: document) {
                let time = Int64.random(in: 0..<20, using: &generator)
                operation = .expire(place, at: time < 3 ? nil : time)
            } else if let other = patch(for: document).operations.first {
                operation = other
            } else {
                continue
            }
            if (try? StatePatch([operation]).apply(to: &document)) != nil { operations.append(operation) }
        }
        return StatePatch(operations)
    }

    /// A place that exists, is not the whole, and is reached through objects alone; nil when the walk finds none.
    private mutating func objectPath(in document: JSONValue) -> JSONPointer? {
        var tokens: [String] = []
        var value = document
        while let key = value.object?.keys.randomElement(using: &generator) {
            tokens.append(key)
            value = value[key] ?? .null
            if Int.random(in: 0..<2, using: &generator) == 0 { break }
        }
        return tokens.isEmpty ? nil : JSONPointer(tokens)
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
