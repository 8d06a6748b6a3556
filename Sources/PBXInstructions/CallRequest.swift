package import JSONText

/// What a PBX said about the call that waits for an instruction. Any part of it may be absent: which parameters are
/// sent is chosen in the PBX.
package struct CallRequest: Sendable, Equatable {
    /// The id of the call; the same in all requests of one call.
    package var id: String?
    /// Who calls: digits, without the `+`, if it is a number.
    package var from: String?
    /// Which number was called: digits, without the `+`, if it is a number.
    package var to: String?
    /// When the call began, as the PBX says it; its unit is not documented.
    package var startTime: String?
    /// What the caller typed, without the `#` that ends it; nil when nothing was typed.
    package var input: String?
    /// What the PBX sent as the input; nil when it sent none.
    package var rawInput: String?
    /// `in` or `out`.
    package var direction: String?
    /// Warnings about odd values; they are kept in the fields nevertheless.
    package var findings: [Finding]

    /// Makes a request of which nothing is known.
    package init() {
        findings = []
    }

    /// Writes the object that handlers see as `req.call`: `id`, `from`, `to`, `startTime`, `input` and `direction`,
    /// each a string or `null`.
    package func append(to writer: inout JSONWriter) {
        writer.beginObject()
        for field in UISCallField.all {
            writer.key(field.property.rawValue)
            if let value = self[field.property] { writer.string(value) } else { writer.null() }
        }
        writer.endObject()
    }

    /// What handlers see of the call.
    enum Property: String {
        case id
        case from
        case to
        case startTime
        case input
        case direction
    }

    subscript(property: Property) -> String? {
        switch property {
        case .id: id
        case .from: from
        case .to: to
        case .startTime: startTime
        case .input: input
        case .direction: direction
        }
    }
}
