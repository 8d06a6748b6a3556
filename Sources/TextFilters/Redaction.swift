internal import CLinux
import HTTPText
import JSONText

/// Puts `***` in the place of secrets in texts: as they are, and however JSON, its pointers, URLs and forms encode them.
///
/// A beginning of a secret counts as the secret where a text was cut, which a "…" says, if it has at least
/// ``shortestBeginning`` bytes: sentences cut what is long. What a handler made of a secret (its reverse, its Base64) is not
/// recognised.
package struct Redaction: Sendable, Equatable {
    package static let mark = "***"
    /// What stands where a text was cut.
    static let cutMark = Array("…".utf8)
    package static let shortestBeginning = 8
    /// How many encodings may lie one over the other: a form in a string of JSON, JSON in JSON, and so on.
    private static let encodingLimit = 2

    private let secrets: [HiddenText]
    /// How the secrets may be encoded: only a form writes a space as `+`, and only a JSON pointer has a sign for `/` and `~`.
    private let encodings: [DecodedText.Encoding]

    package init(_ secrets: [String]) { self.init(bytes: secrets.map { Array($0.utf8) }) }

    /// - Parameter secrets: Those that are empty hide nothing.
    package init(bytes secrets: [[UInt8]]) { self.init(hiding: Set(secrets.filter { !$0.isEmpty }.map(HiddenText.init))) }

    private init(hiding secrets: Set<HiddenText>) {
        self.secrets = secrets.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        let signs = Set(secrets.flatMap(\.bytes))
        let isInPointers = signs.contains(UInt8(ascii: "/")) || signs.contains(UInt8(ascii: "~"))
        encodings = [.percent, .json] + (signs.contains(ASCII.space) ? [.form] : []) + (isInPointers ? [.pointer] : [])
    }

    package var isEmpty: Bool { secrets.isEmpty }

    /// Hides what either of the two hides.
    package func union(_ other: Redaction) -> Redaction {
        if isEmpty || self == other { return other }
        return other.isEmpty ? self : Redaction(hiding: Set(secrets + other.secrets))
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
        search(bytes, encodings: Self.encodingLimit) { found.append($0) }
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

    /// Looks at the bytes as they are, and at what they mean under up to so many encodings.
    private func search(_ bytes: UnsafeRawBufferPointer, encodings: Int, found: (Range<Int>) -> Void) {
        let cuts = Self.cuts(in: bytes)
        for secret in secrets {
            secret.find(in: bytes, found: found)
            if !cuts.isEmpty { secret.findBeginnings(endingAt: cuts, in: bytes, shortest: Self.shortestBeginning, found: found) }
        }
        guard encodings > 0 else { return }
        for encoding in self.encodings {
            guard let text = DecodedText(bytes, as: encoding) else { continue }
            text.bytes.withUnsafeBytes { decoded in
                search(decoded, encodings: encodings - 1) { found(text.place($0.lowerBound)..<text.place($0.upperBound)) }
            }
        }
    }

    /// Where texts were cut: before each "…", and before the half of a character that is left there.
    private static func cuts(in bytes: UnsafeRawBufferPointer) -> [Int] {
        guard let base = bytes.baseAddress else { return [] }
        var cuts: [Int] = []
        var start = 0
        while let place = linux_find(base + start, bytes.count - start, cutMark, cutMark.count) {
            let cut = base.distance(to: place)
            cuts.append(bytes[..<cut].suffix(3).elementsEqual("\u{fffd}".utf8) ? cut - 3 : cut)
            start = cut + cutMark.count
        }
        return cuts
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

    package func url(_ url: String) -> String { text(url) }

    package func body(_ body: RawSpan) -> [UInt8]? {
        isEmpty ? nil : body.withUnsafeBytes { hiding($0) }
    }

    package func json(_ json: RawSpan) -> [UInt8]? {
        guard let hidden = body(json) else { return nil }
        guard Self.value(of: hidden.span.bytes) == nil else { return hidden }
        // A secret that stands there as a number, for example.
        if let filtered = Self.value(of: json)?.filtered(by: self).bytes(), body(filtered.span.bytes) ?? filtered == filtered {
            return filtered
        }
        return Array("\"\(Self.mark)\"".utf8)
    }

    /// A JSON text as a string, which stays one.
    package func json(_ text: String) -> String {
        json(text.utf8.span.bytes).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    private static func value(of json: RawSpan) -> JSONValue? {
        try? json.withUnsafeBytes { try JSONValue(parsing: $0, depthLimit: 1_024) }
    }
}
