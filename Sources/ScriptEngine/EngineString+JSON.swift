internal import CJavaScriptCore

extension EngineString {
    /// Copies JSON text whose every character beyond ASCII is written as an escape.
    ///
    /// The engine keeps ASCII in one byte a character. From such a text it makes strings of two bytes a character only where they
    /// are needed; from a text with one Cyrillic letter all of them take two.
    ///
    /// - Parameter bytes: JSON in UTF-8. What is ill-formed in it becomes U+FFFD; behind a NUL, which no JSON has, it is cut.
    init(json bytes: UnsafeBufferPointer<UInt8>) {
        let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Transcoder.escapedCount(of: bytes) + 1)
        defer { text.deallocate() }
        guard let base = text.baseAddress else { preconditionFailure("a buffer of at least one byte has an address") }
        let count = Transcoder.writeEscaped(bytes, to: base)
        base[count] = 0
        guard let ref = JSStringCreateWithUTF8CString(UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self)) else {
            preconditionFailure("JavaScriptCore made no string")
        }
        self.init(adopting: ref)
    }
}
