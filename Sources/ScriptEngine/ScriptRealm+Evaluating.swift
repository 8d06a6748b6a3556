internal import CJavaScriptCore

extension ScriptRealm {
    /// Runs `source` as a script and returns its completion value.
    ///
    /// - Parameters:
    ///   - source: A script; modules (`import`, `export`) are none.
    ///   - file: The name shown in exceptions.
    ///   - firstLine: The number of the first line of `source` in `file`.
    /// - Throws: ``ScriptError/syntax(_:)``, ``ScriptError/thrown(_:)`` or ``ScriptError/timedOut(budget:used:frames:)``.
    package func evaluate(_ source: String, file: String, firstLine: Int = 1) throws(ScriptError) -> ScriptValue {
        try evaluate(Script(source, file: file, firstLine: firstLine, in: engine))
    }

    /// Runs a parsed script and returns its completion value.
    ///
    /// - Precondition: The script was made for this realm's engine.
    /// - Throws: ``ScriptError/thrown(_:)`` or ``ScriptError/timedOut(budget:used:frames:)``.
    package func evaluate(_ script: Script) throws(ScriptError) -> ScriptValue {
        try run(script) { value in ScriptValue(copying: value, in: self) }
    }

    /// Runs `source` and returns the JSON text of its completion value, as it is before the promise jobs run.
    ///
    /// - Returns: UTF-8 JSON, without indentation.
    /// - Throws: What ``evaluate(_:file:firstLine:)`` throws, ``ScriptError/thrown(_:)`` also if the value is cyclic or a
    ///   `toJSON` throws, and ``ScriptError/resultNotJSON(type:)`` if JSON cannot express the value.
    package func evaluateJSON(_ source: String, file: String, firstLine: Int = 1) throws(ScriptError) -> String {
        try run(Script(source, file: file, firstLine: firstLine, in: engine)) { value throws(ScriptError) in
            try ScriptValue(copying: value, in: self).json()
        }
    }

    /// Runs `source`, whose completion value is a function.
    ///
    /// - Throws: What ``evaluate(_:file:firstLine:)`` throws, and ``ScriptError/resultNotFunction(type:)`` if the value cannot be
    ///   called.
    package func function(evaluating source: String, file: String, firstLine: Int = 1) throws(ScriptError) -> ScriptFunction {
        try function(evaluating: Script(source, file: file, firstLine: firstLine, in: engine))
    }

    /// Runs a parsed script, whose completion value is a function.
    ///
    /// - Precondition: The script was made for this realm's engine.
    /// - Throws: What ``evaluate(_:)`` throws, and ``ScriptError/resultNotFunction(type:)`` if the value cannot be called.
    package func function(evaluating script: Script) throws(ScriptError) -> ScriptFunction {
        try run(script) { value throws(ScriptError) in
            let value = ScriptValue(copying: value, in: self)
            guard let function = value.function else { throw .resultNotFunction(type: value.typeName) }
            return function
        }
    }

    private func run<Result: ~Copyable>(
        _ script: Script, reading read: (JSValueRef?) throws(ScriptError) -> Result
    ) throws(ScriptError) -> Result {
        precondition(script.engine === engine, "a script can only run in the engine it was parsed for")
        do {
            return try enter({ JSScriptEvaluate(context, script.ref, nil, $0) }, reading: read)
        } catch .thrown(var exception) where exception.thrownType == nil && exception.stack.isEmpty && exception.file == nil {
            // What fails before the first statement, such as declaring a name that is taken, comes without a place.
            exception.file = script.file
            throw .thrown(exception)
        }
    }
}
