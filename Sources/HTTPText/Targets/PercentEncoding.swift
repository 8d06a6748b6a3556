/// Percent-encoding as URLs use it (RFC 3986) and as HTML forms do.
package enum PercentEncoding {
    /// Decodes every whole escape once; a `%` that two hexadecimal digits do not follow stays as it is. Bytes that are
    /// no UTF-8 become U+FFFD.
    ///
    /// - Parameter plusIsSpace: Whether `+` stands for a space, as it does in queries and forms, and not in paths.
    package static func decode(_ text: Span<UInt8>, plusIsSpace: Bool) -> String {
        guard needsDecoding(text, plusIsSpace: plusIsSpace) else { return string(text) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if let byte = escape(in: text, at: index) {
                decoded.append(byte)
                index += 3
            } else {
                let byte = text[index]
                decoded.append(plusIsSpace && byte == ASCII.plus ? ASCII.space : byte)
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// The byte that the escape at `index` stands for; `nil` when there is no whole escape.
    package static func escape(in text: Span<UInt8>, at index: Int) -> UInt8? {
        guard text[index] == ASCII.percent, index + 2 < text.count,
            let high = ASCII.hexValue(text[index + 1]), let low = ASCII.hexValue(text[index + 2])
        else { return nil }
        return high << 4 | low
    }

    /// Escapes all bytes but the unreserved ones (letters, digits, `-._~`) and those in `kept`.
    package static func encode(_ text: String, keeping kept: StaticString = "") -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isUnreserved(byte) || kept.withUTF8Buffer({ $0.contains(byte) }) {
                encoded.append(byte)
            } else {
                encoded += [ASCII.percent, digit(byte >> 4), digit(byte & 0x0F)]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The bytes as text, with U+FFFD for what is no UTF-8.
    package static func string(_ text: Span<UInt8>) -> String {
        text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    private static func needsDecoding(_ text: Span<UInt8>, plusIsSpace: Bool) -> Bool {
        for index in 0..<text.count {
            let byte = text[index]
            if byte == ASCII.percent || (plusIsSpace && byte == ASCII.plus) { return true }
        }
        return false
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == ASCII.hyphen || byte == ASCII.dot
            || byte == ASCII.underscore || byte == ASCII.tilde
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
}
