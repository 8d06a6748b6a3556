/// A header or trailer line: `name: value`.
enum FieldLine {
    /// The name, and the value without the spaces around it.
    static func parts(
        of line: UnsafeRawBufferPointer
    ) throws(MalformedRequest) -> (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        guard let first = line.first, first != 0x20, first != 0x09 else {
            throw MalformedRequest(400, "a header line begins with a space: values are not continued on further lines")
        }
        var colon = 0
        while colon < line.count, isToken[Int(line[colon])] { colon += 1 }
        guard colon > 0, colon < line.count, line[colon] == 0x3a else {
            throw MalformedRequest(400, "a header line is not like \"Name: value\", without a space before the colon")
        }
        var start = colon + 1
        var end = line.count
        while start < end, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
        while end > start, line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
        for index in start..<end {
            let byte = line[index]
            guard byte >= 0x20 && byte != 0x7f || byte == 0x09 else {
                throw MalformedRequest(400, "a header's value has the control character \(byte)")
            }
        }
        return (UnsafeRawBufferPointer(rebasing: line[..<colon]), UnsafeRawBufferPointer(rebasing: line[start..<end]))
    }

    /// Whether bytes are a word, in any case.
    ///
    /// - Parameter word: In lower case.
    static func isName(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count {
            let byte = bytes[index]
            let lowered = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
            guard lowered == word.utf8Start[index] else { return false }
        }
        return true
    }

    /// By byte: whether it may be in a name (RFC 9110, token).
    private static let isToken: [Bool] = (0..<256).map { code in
        switch UInt8(code) {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(UInt8(code))
        }
    }
}
