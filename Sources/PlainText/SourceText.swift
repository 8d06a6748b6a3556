/// Files that people write: UTF-8, with or without a byte order mark.
package enum SourceText {
    private static let newline = UInt8(ascii: "\n")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The bytes without a byte order mark.
    ///
    /// - Throws: ``TextEncodingError`` for the first byte that is no UTF-8.
    package static func checked(_ bytes: [UInt8]) throws(TextEncodingError) -> [UInt8] {
        if let error = firstError(in: bytes) { throw error }
        return bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(byteOrderMark.count)) : bytes
    }

    /// The text without a byte order mark.
    ///
    /// - Throws: ``TextEncodingError`` for the first byte that is no UTF-8.
    package static func text(of bytes: [UInt8]) throws(TextEncodingError) -> String {
        String(decoding: try checked(bytes), as: UTF8.self)
    }

    private static func firstError(in bytes: [UInt8]) -> TextEncodingError? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            let offset = error.byteOffsets.lowerBound
            let before = bytes[..<offset]
            let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
            return TextEncodingError(
                offset: offset, line: before.count { $0 == newline } + 1,
                // Bytes that continue a character begin with the bits 10.
                column: before[start...].count { $0 & 0xC0 != 0x80 } + 1)
        }
    }
}
