package import JSONText

/// Something that a handler returned and that its JSON text no longer shows: JSON leaves functions out, writes `NaN`
/// as `null` and a promise as `{}`.
package struct ReplySlip: Sendable, Equatable {
    /// What the value was in JavaScript.
    package enum Kind: String, Sendable, CaseIterable {
        case function
        case promise
        case nan
        case infinity
        case undefined
        case bigint
        case symbol
        case cycle
        case map
        case set
        case date
        case regexp
        case error
    }

    /// Where the value was; the root for the whole reply.
    package let pointer: JSONPointer
    package let kind: Kind

    package init(_ kind: Kind, at pointer: JSONPointer) {
        self.kind = kind
        self.pointer = pointer
    }
}
