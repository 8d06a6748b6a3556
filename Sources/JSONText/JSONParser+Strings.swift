extension JSONParser {
    /// Reads the string whose opening quote is at ``index``.
    mutating func string() throws(JSONSyntaxError) -> String {
        let start = index + 1
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") {
                index = end + 1
                guard let text = JSONParser.text(bytes[start..<end]) else { throw invalidUTF8(from: start) }
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start, firstEscape: end) }
            if byte < 0x20 { throw failure(.controlCharacterInString(byte), at: end) }
            end += 1
        }
        throw failure(.unexpectedEnd(expected: .stringEnd), at: end)
    }

    private mutating func escapedString(from start: Int, firstEscape: Int) throws(JSONSyntaxError) -> String {
        var body = Array(bytes[start..<firstEscape])
        index = firstEscape
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                let text = body.withUnsafeBufferPointer { JSONParser.text($0[...]) }
                guard let text else { throw invalidUTF8(from: start) }
                return text
            case UInt8(ascii: "\\"): try escape(to: &body)
            case 0..<0x20: throw failure(.controlCharacterInString(byte), at: index)
            default:
                body.append(byte)
                index += 1
            }
        }
        throw failure(.unexpectedEnd(expected: .stringEnd), at: index)
    }

    /// Reads the escape whose backslash is at ``index``.
    private mutating func escape(to body: inout [UInt8]) throws(JSONSyntaxError) {
        guard index + 1 < bytes.count else {
            throw failure(.unexpectedEnd(expected: .stringEnd), at: bytes.count)
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): body.append(bytes[index + 1])
        case UInt8(ascii: "b"): body.append(0x08)
        case UInt8(ascii: "f"): body.append(0x0c)
        case UInt8(ascii: "n"): body.append(0x0a)
        case UInt8(ascii: "r"): body.append(0x0d)
        case UInt8(ascii: "t"): body.append(0x09)
        case UInt8(ascii: "u"):
            body.append(contentsOf: UTF8.encode(try unicodeEscape()) ?? UTF8.encodedReplacementCharacter)
            return
        default: throw failure(.invalidEscape, at: index)
        }
        index += 2
    }

    /// Reads `\uXXXX`, or two of them that are the halves of one scalar; half a scalar alone is refused, or U+FFFD.
    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        guard let unit = hexadecimal(at: index) else { throw failure(.invalidEscape, at: index) }
        index += 6
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard UTF16.isLeadSurrogate(UInt16(unit)), let other = hexadecimal(at: index),
            UTF16.isTrailSurrogate(UInt16(other))
        else {
            guard surrogates == .replaced else { throw failure(.loneSurrogate, at: index - 6) }
            return "\u{fffd}"
        }
        index += 6
        return Unicode.Scalar(0x1_0000 + (unit - 0xd800) << 10 + (other - 0xdc00)) ?? "\u{fffd}"
    }

    /// The number of the `\uXXXX` at `offset`, nil when there is none.
    private func hexadecimal(at offset: Int) -> UInt32? {
        guard offset + 6 <= bytes.count, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
        else { return nil }
        var value: UInt32 = 0
        for byte in bytes[(offset + 2)..<(offset + 6)] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 + UInt32(digit)
        }
        return value
    }

    /// The bytes as a string, or nil when they are not UTF-8.
    ///
    /// Not `String(validating:as:)`: that is generic, and looking its types up costs more than the validation.
    private static func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
        let body = UnsafeBufferPointer(rebasing: bytes)
        do {
            return String(copying: try UTF8Span(validating: body.span))
        } catch {
            return nil
        }
    }

    /// The error for the first byte from `start` on that is not part of well-formed UTF-8.
    private func invalidUTF8(from start: Int) -> JSONSyntaxError {
        var offset = start
        var decoder = UTF8()
        var rest = bytes[start...].makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&rest) {
            offset += UTF8.width(scalar)
        }
        return failure(.invalidUTF8, at: offset)
    }
}
