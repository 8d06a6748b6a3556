/// The first place where a text stops being JSON.
package struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
    /// What the grammar allows at a place.
    package enum Expectation: String, Sendable {
        case value = "a value"
        case valueOrEnd = "a value or \"]\""
        case key = "a key in double quotes"
        case keyOrEnd = "a key in double quotes or \"}\""
        case colon = "\":\" after the key"
        case commaOrObjectEnd = "\",\" or \"}\""
        case commaOrArrayEnd = "\",\" or \"]\""
        case stringEnd = "the closing quote of a string"
    }

    package enum Reason: Equatable, Sendable {
        /// The text has no value at all: it is empty or blank.
        case empty
        case unexpectedCharacter(Unicode.Scalar, expected: Expectation)
        case unexpectedEnd(expected: Expectation)
        /// A comma with nothing behind it before `]` or `}`.
        case trailingComma
        case invalidUTF8
        /// A UTF-8 byte order mark at the start.
        case byteOrderMark
        /// A character below U+0020 that a string has to escape.
        case controlCharacterInString(UInt8)
        /// A backslash with something behind it that is no escape.
        case invalidEscape
        /// An escape for half of a character, without the other half.
        case loneSurrogate
        /// A word of JavaScript that JSON does not have, such as `NaN` or `undefined`.
        case unknownWord(String)
        /// Something that begins like a number, such as `01` or `1.`.
        case invalidNumber
        /// The second of two members of one object with this key.
        case duplicateKey(String)
        /// An array or object inside more than `limit` others.
        case tooDeep(limit: Int)
        /// Something behind the end of the value.
        case trailingContent
        /// Nobody waited any longer: it is not known whether the text is JSON.
        case givenUp
    }

    /// The place in bytes from the start.
    package let offset: Int
    /// The line, from 1; lines end with a line feed.
    package let line: Int
    /// The place in the line in Unicode scalars, from 1.
    package let column: Int
    package let reason: Reason

    /// Reading was given up. The place is not looked for, which takes long in a long text.
    package static let givenUp = JSONSyntaxError(.givenUp, at: 0, in: UnsafeBufferPointer(start: nil, count: 0))

    /// Makes the error for the place `offset` in `bytes`.
    init(_ reason: Reason, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        self.reason = reason
        self.offset = offset
        var line = 1
        var column = 1
        for byte in bytes[..<min(offset, bytes.count)] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }

    /// The place and the reason in one sentence, such as `line 1, column 6: expected a value but found "x"`.
    package var description: String {
        "line \(line), column \(column): \(sentence)"
    }

    private var sentence: String {
        switch reason {
        case .empty: "the text is empty, JSON needs a value"
        case .unexpectedCharacter(let found, let expected):
            "expected \(expected.rawValue) but found \(JSONSyntaxError.show(found))"
        case .unexpectedEnd(let expected): "expected \(expected.rawValue) but the text ends"
        case .trailingComma: "the comma before this has to go: JSON allows none behind the last value"
        case .invalidUTF8: "this byte is not UTF-8, save the text as UTF-8"
        case .byteOrderMark: "the text begins with a byte order mark, save it as UTF-8 without one"
        case .controlCharacterInString(let byte):
            "a string has to escape \(JSONSyntaxError.show(Unicode.Scalar(byte))), as in \(JSONSyntaxError.escape(byte))"
        case .invalidEscape:
            #"a backslash has to be followed by one of "\/bfnrt or by u and four hexadecimal digits"#
        case .loneSurrogate:
            "this escape is half of a character, without its other half: write both, as in \\ud83d\\ude00, or leave it out"
        case .unknownWord(let word): "JSON has no \(word), only true, false and null"
        case .invalidNumber: "this is not a number of JSON: write it like 0.5, 10 or -1e3"
        case .duplicateKey(let key): "the key \(JSONSyntaxError.show(key)) is here twice, remove one"
        case .tooDeep(let limit): "arrays and objects are nested deeper than \(limit)"
        case .trailingContent: "the value has ended before this, nothing may follow it"
        case .givenUp: "reading the text was given up"
        }
    }

    private static func show(_ scalar: Unicode.Scalar) -> String {
        let isVisible =
            switch scalar.properties.generalCategory {
            case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .unassigned: false
            default: true
            }
        if isVisible { return scalar == "\"" ? "a double quote" : "\"\(scalar)\"" }
        let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
    }

    /// The key in quotes, shortened to 40 characters.
    private static func show(_ key: String) -> String {
        let shown = String(key.prefix(40))
        return JSONValue.string(shown.utf8.count < key.utf8.count ? shown + "…" : key).text
    }

    private static func escape(_ byte: UInt8) -> String {
        var out: [UInt8] = []
        JSONWriter.appendEscape(of: byte, to: &out)
        return String(decoding: out, as: UTF8.self)
    }
}
