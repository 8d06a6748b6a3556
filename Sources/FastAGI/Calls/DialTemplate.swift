import PBXInstructions

/// How a destination is written for `Dial`: `PJSIP/{number}@trunk`.
package struct DialTemplate: Sendable, Equatable, CustomStringConvertible {
    /// What stands for the number.
    package static let place = "{number}"

    private let prefix: String
    private let suffix: String

    /// Nil for what has no `/` behind a technology, not exactly one `{number}`, or characters with a meaning for the dialplan: only
    /// letters of English, digits and `/ . _ - : ; @ + =` may be around it.
    package init?(_ text: String) {
        let parts = text.split(separator: DialTemplate.place, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].contains("/"), !parts[0].hasPrefix("/"), text.utf8.count <= 200,
            parts.allSatisfy({ $0.utf8.allSatisfy(DialTemplate.isPlain) })
        else { return nil }
        prefix = String(parts[0])
        suffix = String(parts[1])
    }

    package var description: String { prefix + DialTemplate.place + suffix }

    /// What `Dial` gets.
    ///
    /// - Throws: ``AGIFault/unsendable(_:)`` for what is no destination.
    func text(for destination: Destination) throws(AGIFault) -> String {
        // Checked where it was read; here the characters that would mean something to the dialplan are kept out once more.
        let number = destination.text.utf8.first == UInt8(ascii: "+") ? destination.text.dropFirst() : destination.text[...]
        guard !number.isEmpty, number.utf8.allSatisfy({ DialTemplate.isPlain($0) && $0 != UInt8(ascii: "/") }) else {
            throw .unsendable("a destination with other characters than letters and digits")
        }
        return prefix + number + suffix
    }

    /// What Asterisk says of a destination that has answered: all behind the technology.
    func peer(_ text: String) -> Substring { text.drop { $0 != "/" }.dropFirst() }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: ";"),
            UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "="):
            true
        default: false
        }
    }
}
