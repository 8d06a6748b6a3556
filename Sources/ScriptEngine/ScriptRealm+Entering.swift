internal import CJavaScriptCore

extension ScriptRealm {
    /// Calls into the virtual machine, and reads the result while the machine is locked.
    ///
    /// All calls that can run a script go through here. The lock makes the calls of `entry` and `read` cheap (it nests), and
    /// letting it go runs the promise jobs, if this is the outermost call.
    ///
    /// - Parameters:
    ///   - entry: Makes the call; it gets the pointer for the exception.
    ///   - read: Turns the value into what the caller wants. It runs before the promise jobs. The value is `nil` if the engine
    ///     gave NULL without an exception.
    /// - Throws: ``ScriptError/timedOut(budget:used:frames:)``, ``ScriptError/thrown(_:)``, or what `read` throws.
    func enter<Result: ~Copyable>(
        _ entry: (UnsafeMutablePointer<JSValueRef?>) throws(ScriptError) -> JSValueRef?,
        reading read: (JSValueRef?) throws(ScriptError) -> Result
    ) throws(ScriptError) -> Result {
        try engine.enter()
        let outcome: Swift.Result<Result, ScriptError>
        do {
            JSLock(context)
            defer { JSUnlock(context) }
            outcome = Swift.Result { () throws(ScriptError) -> Result in
                var exception: JSValueRef?
                let value = try entry(&exception)
                if let exception {
                    // What the watchdog throws cannot be read: each getter would be stopped as well.
                    if let stop = engine.stop { throw stop }
                    throw .thrown(self.exception(from: exception))
                }
                return try read(value)
            }
        }
        if let stop = engine.leave(context) { throw stop }
        return try outcome.get()
    }

    /// Makes a JavaScript value. The engine must be locked, and the result stay on the stack.
    ///
    /// - Returns: `nil` if `argument` is JSON that does not parse.
    func makeValue(_ argument: ScriptArgument) -> JSValueRef? {
        switch argument {
        case .undefined: return JSValueMakeUndefined(context)
        case .null: return JSValueMakeNull(context)
        case .bool(let value): return JSValueMakeBoolean(context, value)
        case .number(let value): return JSValueMakeNumber(context, value)
        case .text(let text): return makeString(EngineString(text))
        case .utf8(let bytes): return makeString(EngineString(utf8: bytes))
        case .utf16(let units): return makeString(EngineString(utf16: units))
        case .json(let bytes): return makeJSON(bytes)
        case .made(let text): return JSValueMakeString(context, text.string.ref)
        case .function(let function): return function.ref
        }
    }

    func makeString(_ string: consuming EngineString) -> JSValueRef? {
        JSValueMakeString(context, string.ref)
    }

    /// `nil` if `bytes` are not JSON.
    func makeJSON(_ bytes: [UInt8]) -> JSValueRef? {
        bytes.withUnsafeBufferPointer { bytes in
            let text = EngineString(json: bytes)
            return JSValueMakeFromJSONString(context, text.ref)
        }
    }
}
