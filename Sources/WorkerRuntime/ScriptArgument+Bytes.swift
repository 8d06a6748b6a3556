import ScriptEngine

extension ScriptArgument {
    /// Text at `bytes`, which must live as long as the call.
    static func utf8(_ bytes: UnsafeRawBufferPointer) -> ScriptArgument {
        .utf8(UnsafeBufferPointer(start: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: bytes.count))
    }
}

extension [UInt8] {
    /// Lends the bytes to a call, without copying them.
    func withBytes<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(ScriptError) -> Result
    ) throws(ScriptError) -> Result {
        try withUnsafeBufferPointer { bytes throws(ScriptError) in try body(bytes) }
    }

    /// Lends the bytes to a call as a text argument.
    func withArgument(_ body: (ScriptArgument) throws(ScriptError) -> Void) throws(ScriptError) {
        try withBytes { bytes throws(ScriptError) in try body(.utf8(bytes)) }
    }
}
