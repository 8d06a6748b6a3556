/// The bytes that names, addresses and routes are taken apart by.
package enum ASCII {
    package static let tab = UInt8(ascii: "\t")
    package static let newline = UInt8(ascii: "\n")
    package static let space = UInt8(ascii: " ")
    package static let percent = UInt8(ascii: "%")
    package static let plus = UInt8(ascii: "+")
    package static let hyphen = UInt8(ascii: "-")
    package static let underscore = UInt8(ascii: "_")
    package static let dot = UInt8(ascii: ".")
    package static let colon = UInt8(ascii: ":")
    package static let semicolon = UInt8(ascii: ";")
    package static let slash = UInt8(ascii: "/")
    package static let question = UInt8(ascii: "?")
    package static let at = UInt8(ascii: "@")
    package static let ampersand = UInt8(ascii: "&")
    package static let comma = UInt8(ascii: ",")
    package static let equals = UInt8(ascii: "=")
    package static let backslash = UInt8(ascii: "\\")
    package static let tilde = UInt8(ascii: "~")
    package static let delete: UInt8 = 0x7F

    @inline(__always)
    package static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    @inline(__always)
    package static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// The byte with `A–Z` turned into `a–z`; every other byte as it is.
    @inline(__always)
    package static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// The value of a hexadecimal digit, 0 to 15.
    @inline(__always)
    package static func hexValue(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte &- 0x30 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : nil
    }

    /// Whether any byte of the text's UTF-8 satisfies the predicate.
    @inlinable
    package static func isAny(of text: String, _ isOne: (UInt8) -> Bool) -> Bool {
        let bytes = text.utf8.span
        for index in bytes.indices where isOne(bytes[index]) { return true }
        return false
    }

    /// Whether the byte is a control character (C0 or DEL).
    @inline(__always)
    package static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == delete }
}
