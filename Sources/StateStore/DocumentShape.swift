package import JSONText

/// The places of a document without its values: which members and elements there are, and which of them contain others.
///
/// That is enough to tell whether a ``StatePatch`` can be made on the document. In the shape of a whole document, records that are alike
/// share their memory.
package enum DocumentShape: Sendable, Equatable {
    /// A value that contains no others.
    case leaf
    case object([JSONKey: DocumentShape])
    case array([DocumentShape])

    /// The shape of an empty object, which a state is before version 1.
    package static let empty = DocumentShape.object([:])

    package init(_ value: JSONValue) {
        switch value {
        case .null, .bool, .number, .string: self = .leaf
        case .array(let elements): self = .array(elements.map { DocumentShape($0) })
        case .object(let members):
            var shapes: [JSONKey: DocumentShape] = [:]
            shapes.reserveCapacity(members.count)
            for (key, value) in members { shapes[JSONKey(key)] = DocumentShape(value) }
            self = .object(shapes)
        }
    }

    /// What a value of this shape is, such as "an object".
    var typeName: String {
        switch self {
        case .leaf: "a single value"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension DocumentShape {
    /// Whether there are more than `limit` places; looks at about so many.
    package func hasMorePlaces(than limit: Int) -> Bool {
        var left = limit
        return !fits(&left)
    }

    /// Takes the number of places off; false when there are more than were left.
    private func fits(_ left: inout Int) -> Bool {
        left -= 1
        switch self {
        case .leaf: return left >= 0
        case .array(let elements):
            guard elements.count <= left else { return false }
            for element in elements where !element.fits(&left) { return false }
        case .object(let members):
            guard members.count <= left else { return false }
            for member in members.values where !member.fits(&left) { return false }
        }
        return left >= 0
    }
}

extension DocumentShape.Change {
    private static let fewPlaces = 500

    /// Whether it holds so many places that letting it go takes a while.
    package var isLarge: Bool {
        switch self {
        case .put(_, let shape), .insert(_, let shape): shape.hasMorePlaces(than: Self.fewPlaces)
        case .remove: false
        }
    }
}
