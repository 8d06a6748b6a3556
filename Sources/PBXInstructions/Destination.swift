/// Whom the PBX dials, in the form that the PBX gets.
package struct Destination: Sendable, Equatable {
    package enum Kind: Sendable, CaseIterable {
        /// 7 to 15 digits with the country code; a `+` before them is accepted.
        case number
        /// 2 to 6 digits, the short number of an employee or a service.
        case `extension`
        /// The login of a SIP line: 2 to 64 Latin letters, digits and `.`, `_`, `-`, `@`, with at least one letter,
        /// beginning with a letter or a digit.
        case sipLogin
    }

    package let kind: Kind
    /// What is dialled, as the handler wrote it: a `+` is kept.
    package let text: String

    /// Reads a number, an extension or a SIP login, or returns nil when `text` is none of them.
    ///
    /// The words that JavaScript prints for a missing value (`undefined`, `null`, `NaN`) are no logins.
    package init?(_ text: String) {
        guard let kind = Destination.kind(of: text) else { return nil }
        if kind == .sipLogin, Destination.printedNothing.contains(text) { return nil }
        self.kind = kind
        self.text = text
    }

    /// What JavaScript prints where a value was expected.
    static let printedNothing = ["undefined", "null", "NaN", "Infinity", "true", "false"]

    private static func kind(of text: String) -> Kind? {
        var digits = 0
        var letters = 0
        var others = 0
        var hasPlus = false
        for (position, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): letters += 1
            case UInt8(ascii: "+") where position == 0: hasPlus = true
            case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "@"), UInt8(ascii: "-"):
                guard position > 0 else { return nil }
                others += 1
            default: return nil
            }
            guard position < 64 else { return nil }
        }
        if letters > 0 { return hasPlus || digits + letters + others < 2 ? nil : .sipLogin }
        guard others == 0 else { return nil }
        switch digits {
        case 7...15: return .number
        case 2...6: return hasPlus ? nil : .extension
        default: return nil
        }
    }
}

extension Destination.Kind {
    /// The form as a regular expression (ECMA-262) for JSON Schema.
    var pattern: String {
        switch self {
        case .number: #"^\+?[0-9]{7,15}$"#
        case .extension: "^[0-9]{2,6}$"
        case .sipLogin: "^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$"
        }
    }

    /// The form in words.
    var summary: String {
        switch self {
        case .number: "a number of 7 to 15 digits with the country code"
        case .extension: "an extension of 2 to 6 digits"
        case .sipLogin: "a SIP login of Latin letters and digits"
        }
    }
}
