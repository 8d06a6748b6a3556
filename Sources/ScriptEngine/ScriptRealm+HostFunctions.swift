internal import CJavaScriptCore

extension ScriptRealm {
    /// Puts a host function on the global object.
    ///
    /// To scripts it is a function like any other. They can neither replace nor delete it, nor declare a global variable of its
    /// name; a parameter or a local variable may have that name, as always.
    ///
    /// - Parameters:
    ///   - name: The name of the global property, and of the function.
    ///   - body: Called on the engine's thread. It may call scripts.
    /// - Throws: ``ScriptError/thrown(_:)`` if the global object has a property of that name that cannot be redefined.
    package func defineFunction(
        _ name: String, _ body: @escaping (borrowing HostCall) throws(HostFunctionError) -> HostResult
    ) throws(ScriptError) {
        let function = makeFunction(named: name, body)
        try define(name, on: JSContextGetGlobalObject(context), value: function.ref, configurable: false)
    }

    /// Makes a host function that is not on the global object, to be handed to scripts.
    ///
    /// - Parameters:
    ///   - name: The function's name in stacks.
    ///   - body: Called on the engine's thread. It may call scripts.
    package func makeFunction(
        named name: String, _ body: @escaping (borrowing HostCall) throws(HostFunctionError) -> HostResult
    ) -> ScriptFunction {
        JSLock(context)
        defer { JSUnlock(context) }
        let box = Unmanaged.passRetained(HostFunction(realm: self, body: body))
        guard let ref = JSObjectMake(context, engine.hostFunctionClass, box.toOpaque()) else {
            preconditionFailure("JavaScriptCore made no object")
        }
        // Without this prototype it is a function to `typeof` only, and has no `call`, `apply` and `bind`.
        JSObjectSetPrototype(context, ref, intrinsics.functionPrototype)
        do {
            try define("name", on: ref, value: makeString(EngineString(name)), configurable: true)
        } catch {
            // The object is new, so that nothing can be in the way but a budget that is used up. A name is not worth an error.
        }
        return ScriptFunction(copying: ref, in: self)
    }

    /// Makes what a host function gives back. The engine must be locked, and the result stay on the stack.
    func makeValue(_ result: HostResult) throws(HostFunctionError) -> JSValueRef? {
        switch result {
        case .undefined: return JSValueMakeUndefined(context)
        case .null: return JSValueMakeNull(context)
        case .bool(let value): return JSValueMakeBoolean(context, value)
        case .number(let value): return JSValueMakeNumber(context, value)
        case .text(let text): return makeString(EngineString(text))
        case .utf8(let bytes): return makeString(EngineString(utf8: bytes))
        case .utf16(let units): return makeString(EngineString(utf16: units))
        case .json(let bytes):
            guard let value = makeJSON(bytes) else { throw HostFunctionError("the host's result is not JSON") }
            return value
        case .function(let function): return function.ref
        }
    }

    /// Makes the JavaScript error for `error`.
    func makeError(_ error: HostFunctionError) -> JSValueRef? {
        var message = makeString(EngineString(error.message))
        var exception: JSValueRef?
        let made =
            switch error.kind {
            case .error: JSObjectMakeError(context, 1, &message, &exception)
            case .typeError: JSObjectCallAsConstructor(context, intrinsics.typeError, 1, &message, &exception)
            case .rangeError: JSObjectCallAsConstructor(context, intrinsics.rangeError, 1, &message, &exception)
            }
        // At the end of the stack there is no room for the call; what is thrown then says so, and is an error, too.
        return exception ?? made ?? message
    }

    /// Copies what was thrown.
    func exception(from thrown: JSValueRef) -> ScriptException {
        ExceptionReader(context: context, string: intrinsics.string).read(thrown)
    }

    private func define(
        _ name: String, on object: JSObjectRef?, value: JSValueRef?, configurable: Bool
    ) throws(ScriptError) {
        try enter(
            { exception in
                var arguments: (JSValueRef?, JSValueRef?, JSValueRef?, JSValueRef?) = (
                    object, makeString(EngineString(name)), value, JSValueMakeBoolean(context, configurable)
                )
                return withUnsafeMutableBytes(of: &arguments) { bytes in
                    let values = bytes.assumingMemoryBound(to: JSValueRef?.self)
                    return JSObjectCallAsFunction(context, intrinsics.define, nil, values.count, values.baseAddress, exception)
                }
            }, reading: { _ in })
    }
}
