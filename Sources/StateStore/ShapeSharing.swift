import JSONText

/// Makes the shapes of one document: small ones that are alike share their memory, with all that is in them.
///
/// A state consists of records, and of millions of them few are unlike all others.
struct ShapeSharing {
    /// A shape, and its number: the same for shapes that are alike, 0 for one that is not remembered.
    struct Part {
        let shape: DocumentShape
        let number: Int

        static let leaf = Part(shape: .leaf, number: 1)
        static let emptyObject = Part(shape: .object([:]), number: 2)
        static let emptyArray = Part(shape: .array([]), number: 3)
    }

    /// The members or elements of a shape that is to be made.
    struct Parts {
        fileprivate private(set) var shapes: [DocumentShape] = []
        /// Nil when the shape is not one that is remembered.
        fileprivate private(set) var numbers: [Int]? = []

        mutating func append(_ part: Part) {
            shapes.append(part.shape)
            guard part.number != 0, shapes.count <= ShapeSharing.partLimit else {
                numbers = nil
                return
            }
            numbers?.append(part.number)
        }
    }

    private struct Key: Hashable {
        /// Nil for an array.
        let keys: [JSONKey]?
        let numbers: [Int]
    }

    /// How many different shapes are remembered, and how many members or elements they have at most.
    private static let knownLimit = 4_096
    private static let partLimit = 64

    private var known: [Key: Part] = [:]

    /// - Parameter keys: Of one that comes twice, the last member counts.
    mutating func object(_ keys: [JSONKey], _ parts: Parts) -> Part {
        shared(keys, parts) { .object(Dictionary(zip(keys, parts.shapes)) { $1 }) }
    }

    mutating func array(_ parts: Parts) -> Part {
        // Copied without the room to grow.
        shared(nil, parts) { .array(parts.shapes.map(\.self)) }
    }

    mutating func part(of value: JSONValue) -> Part {
        switch value {
        case .null, .bool, .number, .string: return .leaf
        case .array(let elements):
            guard !elements.isEmpty else { return .emptyArray }
            var parts = Parts()
            for element in elements { parts.append(part(of: element)) }
            return array(parts)
        case .object(let members):
            guard !members.isEmpty else { return .emptyObject }
            var (keys, parts): ([JSONKey], Parts) = ([], Parts())
            for member in members {
                keys.append(JSONKey(member.key))
                parts.append(part(of: member.value))
            }
            return object(keys, parts)
        }
    }

    private mutating func shared(_ keys: [JSONKey]?, _ parts: Parts, _ make: () -> DocumentShape) -> Part {
        guard let numbers = parts.numbers else { return Part(shape: make(), number: 0) }
        let key = Key(keys: keys, numbers: numbers)
        if let part = known[key] { return part }
        guard known.count < Self.knownLimit else { return Part(shape: make(), number: 0) }
        let part = Part(shape: make(), number: Part.emptyArray.number + known.count + 1)
        known[key] = part
        return part
    }
}
