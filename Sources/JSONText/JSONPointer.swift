/// The place of a value inside a JSON document (RFC 6901), such as `/phones/0`.
///
/// Pointers are equal when their tokens have the same UTF-8 bytes.
package struct JSONPointer: Sendable, CustomStringConvertible {
    /// The keys and indices from the whole document down to the place, unescaped.
    package let tokens: [String]

    /// The whole document.
    package static let root = JSONPointer([])

    /// Makes the pointer that goes through `tokens`, given unescaped.
    package init(_ tokens: [String]) {
        self.tokens = tokens
    }

    /// Reads the text form: empty for the root, else every token behind a `/`, with `~1` for `/` and `~0` for `~`.
    ///
    /// - Throws: ``JSONPointerError/noLeadingSlash(_:)`` or ``JSONPointerError/invalidEscape(_:)``.
    package init(parsing text: String) throws(JSONPointerError) {
        guard !text.isEmpty else {
            self = .root
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { throw .noLeadingSlash(text) }
        var tokens: [String] = []
        for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let token = JSONPointer.unescape(part) else { throw .invalidEscape(text) }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    /// The place of the member `token` of this place.
    package func appending(_ token: String) -> JSONPointer {
        JSONPointer(tokens + [token])
    }

    /// The place of the element at `index`, which counts from 0, of this place.
    package func appending(_ index: Int) -> JSONPointer {
        appending(String(index))
    }

    /// The text form, such as `/a~1b/0`; empty for the root.
    package var description: String {
        var bytes: [UInt8] = []
        for token in tokens {
            bytes.append(UInt8(ascii: "/"))
            for byte in token.utf8 {
                switch byte {
                case UInt8(ascii: "~"): bytes += "~0".utf8
                case UInt8(ascii: "/"): bytes += "~1".utf8
                default: bytes.append(byte)
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The array index that `token` is: digits without leading zeros; nil for everything else.
    package static func arrayIndex(_ token: String) -> Int? {
        guard let first = token.utf8.first, token.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        guard first != UInt8(ascii: "0") || token.utf8.count == 1 else { return nil }
        return Int(token)
    }

    private static func unescape(_ part: Substring.UTF8View.SubSequence) -> String? {
        var bytes: [UInt8] = []
        var rest = part.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "~") else {
                bytes.append(byte)
                continue
            }
            switch rest.next() {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONPointer: Hashable {
    package static func == (left: JSONPointer, right: JSONPointer) -> Bool {
        left.tokens.elementsEqual(right.tokens, by: JSONKey.haveSameBytes)
    }

    package func hash(into hasher: inout Hasher) {
        for token in tokens { JSONKey(token).hash(into: &hasher) }
    }
}
