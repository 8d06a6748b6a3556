import HTTPText

extension DecodedText {
    /// One escape of a text: what it means, and how many bytes it has there.
    struct Escape {
        let bytes: [UInt8]
        let length: Int

        /// - Returns: nil when no whole escape begins at `index`, unless the text is cut within it: then it means nothing.
        init?(in text: UnsafeRawBufferPointer, at index: Int, as encoding: Encoding) {
            let rest = UnsafeRawBufferPointer(rebasing: text[index...])
            if let length = Self.cutLength(rest) {
                (bytes, self.length) = ([], length)
                return
            }
            switch encoding {
            case .percent, .form:
                if encoding == .form, rest[0] == ASCII.plus {
                    (bytes, length) = ([ASCII.space], 1)
                } else if let byte = Self.number(rest, 1..<3) {
                    (bytes, length) = ([UInt8(byte)], 3)
                } else {
                    return nil
                }
            case .pointer:
                guard rest.count > 1 else { return nil }
                switch rest[1] {
                case UInt8(ascii: "0"): (bytes, length) = ([UInt8(ascii: "~")], 2)
                case UInt8(ascii: "1"): (bytes, length) = ([UInt8(ascii: "/")], 2)
                default: return nil
                }
            case .json:
                guard rest.count > 1 else { return nil }
                if let byte = Self.short(rest[1]) {
                    (bytes, length) = ([byte], 2)
                } else if rest[1] == UInt8(ascii: "u"), let high = Self.number(rest, 2..<6) {
                    (bytes, length) = Self.unicode(high, rest)
                } else {
                    return nil
                }
            }
        }

        /// The bytes of an escape before the sign for what was cut away; nil when it is not cut.
        private static func cutLength(_ rest: UnsafeRawBufferPointer) -> Int? {
            let length = rest.dropFirst().prefix(5).prefix { $0 != 0xe2 }.count + 1
            guard length < 6, rest.dropFirst(length).starts(with: Redaction.cutMark) else { return nil }
            let isDigits = rest[1..<length].allSatisfy { $0 == UInt8(ascii: "u") || ASCII.hexValue($0) != nil }
            let whole = rest[0] == ASCII.percent ? 3 : length > 1 && rest[1] == UInt8(ascii: "u") ? 6 : 2
            return isDigits && rest[0] != ASCII.plus && length < whole ? length : nil
        }

        private static func short(_ byte: UInt8) -> UInt8? {
            switch byte {
            case UInt8(ascii: "n"): 0x0a
            case UInt8(ascii: "t"): 0x09
            case UInt8(ascii: "r"): 0x0d
            case UInt8(ascii: "b"): 0x08
            case UInt8(ascii: "f"): 0x0c
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
            default: nil
            }
        }

        private static func unicode(_ high: UInt32, _ rest: UnsafeRawBufferPointer) -> (bytes: [UInt8], length: Int) {
            if let scalar = Unicode.Scalar(high) { return (Array(String(scalar).utf8), 6) }
            guard high < 0xdc00, rest.count >= 12, rest[6] == UInt8(ascii: "\\"), rest[7] == UInt8(ascii: "u"),
                let low = number(rest, 8..<12), (0xdc00..<0xe000).contains(low),
                let scalar = Unicode.Scalar(0x1_0000 + (high - 0xd800) << 10 + (low - 0xdc00))
            else { return (Array("\u{fffd}".utf8), 6) }
            return (Array(String(scalar).utf8), 12)
        }

        private static func number(_ bytes: UnsafeRawBufferPointer, _ digits: Range<Int>) -> UInt32? {
            guard digits.upperBound <= bytes.count else { return nil }
            var number: UInt32 = 0
            for byte in bytes[digits] {
                guard let digit = ASCII.hexValue(byte) else { return nil }
                number = number << 4 | UInt32(digit)
            }
            return number
        }
    }
}
