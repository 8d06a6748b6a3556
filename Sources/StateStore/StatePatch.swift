package import JSONText

/// The changes that one turn made to a sandbox's state: a JSON Patch (RFC 6902) of `add`, `replace` and `remove`, with
/// one operation more, `expire`.
///
/// `add` and `replace` with the path `""` replace the whole document, so a seed, `ringbox state put` and a reset are
/// patches like any other. `test`, `move` and `copy` do not exist here.
package struct StatePatch: Sendable, Equatable {
    /// One change at one place.
    package enum Operation: Sendable, Equatable {
        /// Sets a member whether or not it exists, or inserts an element before an index (`-` appends).
        case add(JSONPointer, JSONValue)
        /// Sets a member or an element that exists.
        case replace(JSONPointer, JSONValue)
        /// Removes a member or an element that exists; the whole document cannot be removed.
        case remove(JSONPointer)
        /// Notes that what is at the place is to be removed at a time, in milliseconds since 1970, or, with nil, that
        /// it is not. Leaves the document as it is, and needs nothing at the place.
        case expire(JSONPointer, at: Int64?)
    }

    /// How many arrays and objects of a document may be inside one another.
    package static let depthLimit = 512

    /// The times at which something may expire, in milliseconds since 1970: those that a `Date` of JavaScript can hold.
    package static let times: ClosedRange<Int64> = 0...8_640_000_000_000_000

    /// The changes, in the order in which they are made.
    package let operations: [Operation]

    /// Makes a patch of `operations`, which may be empty.
    package init(_ operations: [Operation]) {
        self.operations = operations
    }

    /// Makes the patch that leaves `document` whatever was there before.
    package static func replacingAll(with document: JSONValue) -> StatePatch {
        StatePatch([.replace(.root, document)])
    }
}
