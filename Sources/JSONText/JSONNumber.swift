/// A number as JSON writes it, without loss: `12345678901234567890` and `1.10` stay what they are.
///
/// Numbers are equal when their literals are: `1` and `1.0` are different numbers with the same ``int``.
package struct JSONNumber: Sendable, Equatable {
    /// The number in the grammar of RFC 8259, such as `-1.5e3`.
    package let literal: String

    /// Makes the number that `value` is in decimal.
    package init(_ value: Int) {
        literal = String(value)
    }

    /// Makes the shortest literal that reads back as `value`: whole numbers below 2⁵³ without a fraction (`3`).
    ///
    /// Nil for infinities and for what is not a number, which JSON cannot express.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        // Not `Int(exactly:)`: it calls the C library's `trunc`, which nothing links where this module is alone.
        // Safe: less than 2^53.
        if value.magnitude < 0x1p53, case let whole = Int(value), Double(whole) == value, value != 0 || value.sign == .plus {
            literal = String(whole)
        } else {
            literal = value.description
        }
    }

    /// Takes over `literal`, or returns nil when it is not exactly one number of RFC 8259.
    package init?(literal: String) {
        var literal = literal
        let end = literal.withUTF8 { bytes in
            if case .number(let end) = JSONNumber.scan(bytes, from: 0), end == bytes.count { end } else { 0 }
        }
        guard end > 0 else { return nil }
        self.literal = literal
    }

    /// Takes over a literal that ``scan(_:from:)`` has accepted.
    init(scanned literal: String) {
        self.literal = literal
    }

    /// The number nearest to the literal, or nil when it is beyond the range of `Double`.
    package var double: Double? {
        guard let value = Double(literal), value.isFinite else { return nil }
        return value
    }
}
