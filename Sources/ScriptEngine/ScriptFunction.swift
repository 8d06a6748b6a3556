internal import CJavaScriptCore

/// A function of a script, or of the host, kept alive for as long as this object.
package final class ScriptFunction {
    package let realm: ScriptRealm
    let ref: JSObjectRef

    /// The most arguments that a call takes.
    package static let argumentLimit = 16

    /// Protects `ref`, which can be called.
    init(copying ref: JSObjectRef, in realm: ScriptRealm) {
        self.realm = realm
        self.ref = ref
        JSValueProtect(realm.context, ref)
    }

    deinit { JSValueUnprotect(realm.context, ref) }

    /// Calls the function without a `this`.
    ///
    /// - Precondition: At most ``argumentLimit`` arguments, whose functions belong to the same engine.
    /// - Throws: ``ScriptError/thrown(_:)``, ``ScriptError/timedOut(budget:used:frames:)``, or
    ///   ``ScriptError/argumentNotJSON(index:)``.
    package func call(_ arguments: ScriptArgument...) throws(ScriptError) -> ScriptValue {
        try call(arguments) { value in ScriptValue(copying: value, in: realm) }
    }

    /// Calls the function like ``call(_:)``, and appends the UTF-8 of the string that it returns to `bytes`.
    ///
    /// The fastest way to get text out of a script; surrogates without a partner become U+FFFD.
    ///
    /// - Returns: False, with `bytes` untouched, if it returns anything but a string.
    /// - Throws: What ``call(_:)`` throws.
    package func call(_ arguments: ScriptArgument..., appendingTextTo bytes: inout [UInt8]) throws(ScriptError) -> Bool {
        try call(arguments) { value in
            guard let value, JSValueIsString(realm.context, value) else { return false }
            guard let text = JSValueToStringCopy(realm.context, value, nil) else { return false }
            EngineString(adopting: text).appendUTF8(to: &bytes)
            return true
        }
    }

    /// Calls the function like ``call(_:)`` and returns the text that it returns; `nil` if that is no string.
    ///
    /// - Throws: What ``call(_:)`` throws.
    package func callReturningText(_ arguments: ScriptArgument...) throws(ScriptError) -> String? {
        try call(arguments) { value in ScriptValue(copying: value, in: realm).text }
    }

    private func call<Result: ~Copyable>(
        _ arguments: [ScriptArgument], reading read: (JSValueRef?) throws(ScriptError) -> Result
    ) throws(ScriptError) -> Result {
        precondition(arguments.count <= ScriptFunction.argumentLimit, "a call takes at most \(ScriptFunction.argumentLimit) arguments")
        return try realm.enter(
            { exception throws(ScriptError) in
                // On the stack, where the collector looks for references.
                var values = InlineArray<16, JSValueRef?>(repeating: nil)
                for (index, argument) in arguments.enumerated() {
                    guard let value = realm.makeValue(argument) else { throw .argumentNotJSON(index: index) }
                    values[index] = value
                }
                let count = arguments.count
                var span = values.mutableSpan
                return span.withUnsafeMutableBufferPointer {
                    JSObjectCallAsFunction(realm.context, ref, nil, count, $0.baseAddress, exception)
                }
            }, reading: read)
    }
}
