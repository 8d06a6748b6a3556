internal import CJavaScriptCore

/// A script that is parsed and can be evaluated in any realm of one engine.
package final class Script {
    let engine: ScriptEngine
    let ref: JSScriptRef
    /// The name shown in exceptions.
    package let file: String

    /// Parses `source`.
    ///
    /// - Parameters:
    ///   - source: A script; modules (`import`, `export`) are none.
    ///   - file: The name shown in exceptions.
    ///   - firstLine: The number of the first line of `source` in `file`; 1 or more.
    /// - Throws: ``ScriptError/syntax(_:)`` if it does not parse, and ``ScriptError/timedOut(budget:used:frames:)`` inside of a host
    ///   function whose caller is being stopped.
    package convenience init(
        _ source: String, file: String, firstLine: Int = 1, in engine: ScriptEngine
    ) throws(ScriptError) {
        let lines = Script.linesBefore(firstLine)
        let text = EngineString(lines.isEmpty ? source : String(decoding: lines, as: UTF8.self) + source)
        try self.init(text: text, file: file, engine: engine)
    }

    /// Parses `utf8`; what is ill-formed in it becomes U+FFFD.
    ///
    /// - Throws: As the initializer for `String` does.
    package convenience init(
        utf8 source: UnsafeBufferPointer<UInt8>, file: String, firstLine: Int = 1, in engine: ScriptEngine
    ) throws(ScriptError) {
        let lines = Script.linesBefore(firstLine)
        let text = lines.isEmpty ? EngineString(utf8: source) : EngineString(utf8: lines + source)
        try self.init(text: text, file: file, engine: engine)
    }

    private init(text: consuming EngineString, file: String, engine: ScriptEngine) throws(ScriptError) {
        let name = EngineString(file)
        // The message is not asked for: the error that is made below says the same and more.
        if let stop = engine.stop { throw stop }
        guard let ref = JSScriptCreateFromString(engine.group, name.ref, 1, text.ref, nil, nil) else {
            throw .syntax(SyntaxErrorReader(source: text.utf16, file: file, context: engine.context).read())
        }
        self.engine = engine
        self.ref = ref
        self.file = file
    }

    deinit { JSScriptRelease(ref) }

    /// The engine counts lines of a parsed script from 1 whatever it is told, so the lines before the first are made.
    private static func linesBefore(_ firstLine: Int) -> [UInt8] {
        Array(repeating: UInt8(ascii: "\n"), count: max(firstLine - 1, 0))
    }
}
