import Glibc
import JSONText
package import NIOCore

/// Puts `***` in the place of secrets in texts: as they are, and as JSON and URLs write them.
///
/// A beginning of a secret counts as the secret if it has at least ``shortestBeginning`` bytes, because logs and sentences
/// cut what is long. What a handler made of a secret (its reverse, its Base64) is not recognised.
package struct Redaction: Sendable, Equatable {
    static let mark = "***"
    package static let shortestBeginning = 8

    /// The ways in which the secrets are written.
    private let forms: [[UInt8]]

    package init(_ secrets: [String]) {
        forms = Set(secrets.flatMap(Self.forms)).sorted { $0.count > $1.count }
    }

    private init(forms: [[UInt8]]) { self.forms = forms }

    package var isEmpty: Bool { forms.isEmpty }

    /// Hides what either of the two hides.
    func union(_ other: Redaction) -> Redaction {
        if isEmpty { return other }
        return other.isEmpty ? self : Redaction(forms: Array(Set(forms + other.forms)))
    }

    /// The bytes without secrets; nil when there are none in them.
    private func hiding(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        let found = ranges(in: bytes)
        guard !found.isEmpty else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var end = 0
        for range in found {
            result += bytes[end..<range.lowerBound]
            result += Self.mark.utf8
            end = range.upperBound
        }
        return result + bytes[end...]
    }

    /// Where secrets are, in order; those that overlap or touch are one.
    private func ranges(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for form in forms { Self.find(form, in: bytes) { found.append($0) } }
        found.sort { $0.lowerBound < $1.lowerBound }
        var joined: [Range<Int>] = []
        for range in found {
            if let last = joined.last, range.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    private static func find(_ form: [UInt8], in bytes: UnsafeRawBufferPointer, found: (Range<Int>) -> Void) {
        guard let base = bytes.baseAddress else { return }
        let beginning = min(form.count, shortestBeginning)
        var start = 0
        while start + beginning <= bytes.count, let place = memchr(base + start, Int32(form[0]), bytes.count - beginning - start + 1) {
            let first = base.distance(to: UnsafeRawPointer(place))
            start = first + 1
            var end = first
            while end - first < form.count, end < bytes.count, bytes[end] == form[end - first] { end += 1 }
            guard end - first >= beginning else { continue }
            // Not half a character.
            while end < bytes.count, bytes[end] & 0xc0 == 0x80 { end += 1 }
            found(first..<end)
        }
    }
}

/// Shows none of what it hides.
extension Redaction: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Redaction" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Redaction: TextFilter {
    package func text(_ text: String) -> String {
        guard !isEmpty else { return text }
        var text = text
        let hidden = text.withUTF8 { hiding(UnsafeRawBufferPointer($0)) }
        return hidden.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Of a path or query also what is encoded in a way of its own: then a whole segment or value becomes `***`.
    package func url(_ url: String) -> String {
        guard !isEmpty else { return url }
        var result = ""
        var part = ""
        for scalar in url.unicodeScalars {
            if "/?&=".unicodeScalars.contains(scalar) {
                result += hidingDecoded(part) + String(scalar)
                part = ""
            } else {
                part.unicodeScalars.append(scalar)
            }
        }
        return text(result + hidingDecoded(part))
    }

    package func body(_ body: ByteBuffer) -> ByteBuffer {
        guard !isEmpty else { return body }
        return body.withUnsafeReadableBytes { hiding($0) }.map { ByteBuffer(bytes: $0) } ?? body
    }

    package func json(_ json: ByteBuffer) -> ByteBuffer {
        let hidden = body(json)
        guard hidden != json, Self.value(of: hidden) == nil else { return hidden }
        // A secret that stands there as a number, for example.
        if let value = Self.value(of: json)?.filtered(by: self) {
            let filtered = ByteBuffer(bytes: value.bytes())
            if body(filtered) == filtered { return filtered }
        }
        return ByteBuffer(string: "\"\(Self.mark)\"")
    }

    private static func value(of json: ByteBuffer) -> JSONValue? {
        try? JSONValue(parsing: Array(json.readableBytesView), depthLimit: 1_024)
    }

    private func hidingDecoded(_ part: String) -> String {
        guard part.utf8.contains(UInt8(ascii: "%")) || part.utf8.contains(UInt8(ascii: "+")) else { return part }
        let decoded = PercentEncoding.decode(part.utf8.span, plusIsSpace: true)
        return text(decoded) == decoded ? part : Self.mark
    }
}

extension Redaction {
    private static func forms(of secret: String) -> [[UInt8]] {
        let json = JSONValue.string(secret).bytes().dropFirst().dropLast()
        let jsonInJSON = JSONValue.string(String(decoding: json, as: UTF8.self)).bytes().dropFirst().dropLast()
        let encoded = [asciiJSON(secret), percentEncoded(secret, uppercase: true), percentEncoded(secret, uppercase: false)]
        return [Array(secret.utf8), Array(json), Array(jsonInJSON)] + encoded.map { Array($0.utf8) }
    }

    /// As programs write JSON that want nothing but ASCII.
    private static func asciiJSON(_ secret: String) -> String {
        let json = String(decoding: JSONValue.string(secret).bytes().dropFirst().dropLast(), as: UTF8.self)
        return json.utf16.map { unit in
            guard unit > 0x7e else { return String(UnicodeScalar(UInt8(unit))) }
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    /// As `encodeURIComponent` does it.
    private static func percentEncoded(_ secret: String, uppercase: Bool) -> String {
        secret.utf8.map { byte in
            guard !ASCII.isLetter(byte), !ASCII.isDigit(byte), !"-_.!~*'()".utf8.contains(byte) else {
                return String(UnicodeScalar(byte))
            }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: uppercase)
        }.joined()
    }
}
