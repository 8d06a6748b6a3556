internal import CJavaScriptCore

/// The Swift side of a function that scripts can call.
///
/// The JavaScript object holds one retain of it, taken when the object is made and given back by the finalizer.
final class HostFunction {
    typealias Body = (borrowing HostCall) throws(HostFunctionError) -> HostResult

    private let body: Body
    /// Weak, because the realm's heap owns this object.
    private weak var realm: ScriptRealm?

    init(realm: ScriptRealm, body: @escaping Body) {
        self.realm = realm
        self.body = body
    }

    static func makeClass() -> JSClassRef? {
        var definition = JSClassDefinition()
        definition.attributes = JSClassAttributes(kJSClassAttributeNoAutomaticPrototype)
        definition.callAsFunction = { context, function, _, count, arguments, exception in
            guard let context, let box = JSObjectGetPrivate(function) else { return nil }
            // One lock for all the calls below; the engine gives its own up while a callback runs.
            JSLock(context)
            defer { JSUnlock(context) }
            return Unmanaged<HostFunction>.fromOpaque(box).takeUnretainedValue()
                .call(in: context, count: count, arguments: arguments, exception: exception)
        }
        // JSC may finalize on any thread and forbids calls into the engine here: only drop the box.
        definition.finalize = { function in
            guard let box = JSObjectGetPrivate(function) else { return }
            Unmanaged<HostFunction>.fromOpaque(box).release()
        }
        return "Function".withCString { name in
            definition.className = name
            return JSClassCreate(&definition)
        }
    }

    private func call(
        in context: JSContextRef, count: Int, arguments: UnsafePointer<JSValueRef?>?,
        exception: UnsafeMutablePointer<JSValueRef?>?
    ) -> JSValueRef? {
        guard let realm else {
            // Another realm of the engine still has the function.
            let text = EngineString("the realm of this function is gone")
            var message = JSValueMakeString(context, text.ref)
            exception?.pointee = JSObjectMakeError(context, 1, &message, nil)
            return nil
        }
        do throws(HostFunctionError) {
            let call = HostCall(realm: realm, context: context, count: count, arguments: arguments)
            let result = try body(call)
            if let stop = realm.engine.stop { throw HostFunctionError(stop.description) }
            return try realm.makeValue(result)
        } catch {
            exception?.pointee = realm.makeError(error)
            return nil
        }
    }
}
