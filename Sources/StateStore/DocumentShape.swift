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
