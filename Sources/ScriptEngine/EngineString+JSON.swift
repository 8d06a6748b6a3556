internal import CJavaScriptCore

extension EngineString {
    /// Copies JSON text whose every character beyond ASCII is written as an escape.
    ///
    /// The engine keeps ASCII in one byte a character. From such a text it makes strings of two bytes a character only where they
    /// are needed; from a text with one Cyrillic letter all of them take two.
    ///
    /// - Parameter bytes: JSON in UTF-8. What is ill-formed in it becomes U+FFFD; behind a NUL, which no JSON has, it is cut.
    init(json bytes: UnsafeBufferPointer<UInt8>) {
        let text = Transcoder.escaped(bytes)
        defer { text.deallocate() }
        self.init(escaped: text)
    }

    /// Copies ASCII up to a NUL.
    init(escaped text: UnsafePointer<UInt8>) {
        guard let ref = JSStringCreateWithUTF8CString(UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self)) else {
            preconditionFailure("JavaScriptCore made no string")
        }
        self.init(adopting: ref)
    }
}
