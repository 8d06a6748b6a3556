internal import CJavaScriptCore

/// The built-ins of a realm that the host needs, taken before any script could replace them.
///
/// The references are raw and in a property, and therefore protected; ``release(in:)`` ends that.
struct RealmIntrinsics {
    let typeError: JSObjectRef
    let rangeError: JSObjectRef
    let promise: JSObjectRef
    let functionPrototype: JSObjectRef
    /// `(object, name, value, configurable)`: defines a property that is read-only and not enumerable.
    let define: JSObjectRef
    /// `String`, which alone turns symbols into text.
    let string: JSObjectRef

    // The descriptor has no prototype, so that a `get` that a script puts on Object.prototype does not become part of it.
    private static let source = """
        [TypeError, RangeError, Promise, Function.prototype, ((define) => (object, name, value, configurable) => {
            define(object, name, { __proto__: null, value, writable: false, enumerable: false, configurable });
        })(Object.defineProperty), String]
        """

    init(in context: JSGlobalContextRef) {
        let source = EngineString(RealmIntrinsics.source)
        guard let list = JSEvaluateScript(context, source.ref, nil, nil, 1, nil) else {
            preconditionFailure("a new realm lacks built-ins")
        }
        func take(_ index: UInt32) -> JSObjectRef {
            guard let value = JSObjectGetPropertyAtIndex(context, list, index, nil), JSValueIsObject(context, value) else {
                preconditionFailure("a new realm lacks built-ins")
            }
            JSValueProtect(context, value)
            return value
        }
        typeError = take(0)
        rangeError = take(1)
        promise = take(2)
        functionPrototype = take(3)
        define = take(4)
        string = take(5)
    }

    func release(in context: JSGlobalContextRef) {
        for value in [typeError, rangeError, promise, functionPrototype, define, string] {
            JSValueUnprotect(context, value)
        }
    }
}
