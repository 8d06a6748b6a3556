/// Writes JSON text straight into a byte buffer, for paths that need no tree of values.
///
/// It puts the commas. It does not check that the calls make one document: every `begin` needs its `end`, and in an
/// object every value its key.
package struct JSONWriter: Sendable {
    /// The text so far, UTF-8.
    package private(set) var bytes: [UInt8]
    private var needsComma = false

    /// Makes an empty writer with room for `capacity` bytes.
    package init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    package mutating func beginObject() {
        begin(UInt8(ascii: "{"))
    }

    package mutating func endObject() {
        end(UInt8(ascii: "}"))
    }

    package mutating func beginArray() {
        begin(UInt8(ascii: "["))
    }

    package mutating func endArray() {
        end(UInt8(ascii: "]"))
    }

    /// Writes the key of the member whose value comes next.
    package mutating func key(_ key: String) {
        separate()
        JSONWriter.appendQuoted(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func string(_ text: String) {
        separate()
        JSONWriter.appendQuoted(text, to: &bytes)
    }

    /// Writes a string of bytes that may not be UTF-8: what is not becomes U+FFFD.
    package mutating func string(utf8: some Collection<UInt8>) {
        string(String(decoding: utf8, as: UTF8.self))
    }

    package mutating func int(_ value: Int) {
        separate()
        bytes += String(value).utf8
    }

    package mutating func bool(_ value: Bool) {
        separate()
        bytes += value ? "true".utf8 : "false".utf8
    }

    package mutating func null() {
        separate()
        bytes += "null".utf8
    }

    package mutating func value(_ value: JSONValue) {
        separate()
        value.append(to: &bytes)
    }

    /// Writes a value, or the beginning of it when nobody waits any longer.
    package mutating func value(_ value: JSONValue, with patience: inout Patience) {
        separate()
        value.append(to: &bytes, with: &patience)
    }

    /// Writes bytes that are the JSON text of one value already; they are not looked at.
    package mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        bytes += json
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }
}

extension JSONWriter {
    /// Appends `text` in quotes, with `"`, `\` and the characters below U+0020 escaped and nothing else.
    static func appendQuoted(_ text: String, to out: inout [UInt8]) {
        var text = text
        out.append(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices where needsEscape(bytes[index]) {
                out += bytes[start..<index]
                appendEscape(of: bytes[index], to: &out)
                start = index + 1
            }
            out += bytes[start...]
        }
        out.append(UInt8(ascii: "\""))
    }

    /// Appends the shortest escape of `byte`, which has to be one that ``appendQuoted(_:to:)`` escapes.
    static func appendEscape(of byte: UInt8, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(byte)
        case 0x08: out.append(UInt8(ascii: "b"))
        case 0x09: out.append(UInt8(ascii: "t"))
        case 0x0a: out.append(UInt8(ascii: "n"))
        case 0x0c: out.append(UInt8(ascii: "f"))
        case 0x0d: out.append(UInt8(ascii: "r"))
        default:
            let low = byte & 0xf
            out += "u00".utf8
            out.append(UInt8(ascii: "0") + byte >> 4)
            out.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
