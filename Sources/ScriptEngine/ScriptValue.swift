internal import CJavaScriptCore

/// A value that a script gave, kept alive for as long as this handle.
///
/// It refers to the value and does not copy it: a script that runs later may change it. Read it where it was got, and keep
/// what was read. Reading runs no script, except that ``json()`` runs `toJSON` and getters, and ``isPromise`` and ``typeName``
/// ask a proxy for its prototype.
package struct ScriptValue: ~Copyable {
    let realm: ScriptRealm
    let ref: JSValueRef

    /// Protects `ref`; `nil`, which the engine gives for lack of a value, counts as `undefined`.
    init(copying ref: JSValueRef?, in realm: ScriptRealm) {
        self.realm = realm
        self.ref = ref ?? JSValueMakeUndefined(realm.context)
        JSValueProtect(realm.context, self.ref)
    }

    deinit { JSValueUnprotect(realm.context, ref) }

    package var type: ScriptType { ScriptType(of: ref, in: realm.context) }

    /// ``ScriptType/name``, or "a promise".
    package var typeName: String { isPromise ? "a promise" : type.name }

    /// The text of a string, `nil` for anything else; surrogates without a partner are U+FFFD in it.
    package var text: String? { string()?.text }

    /// The UTF-16 units of a string, surrogates without a partner included; `nil` for anything else.
    package var utf16: [UInt16]? { string()?.utf16 }

    /// Appends the UTF-8 of a string to `bytes`; surrogates without a partner become U+FFFD.
    ///
    /// - Returns: False, with `bytes` untouched, for anything but a string.
    package func appendUTF8(to bytes: inout [UInt8]) -> Bool {
        guard let string = string() else { return false }
        string.appendUTF8(to: &bytes)
        return true
    }

    /// The value of a number, `nil` for anything else.
    package var number: Double? {
        JSValueIsNumber(realm.context, ref) ? JSValueToNumber(realm.context, ref, nil) : nil
    }

    /// The value of a boolean, `nil` for anything else.
    package var bool: Bool? {
        JSValueIsBoolean(realm.context, ref) ? JSValueToBoolean(realm.context, ref) : nil
    }

    /// The function, if the value can be called.
    package var function: ScriptFunction? {
        type == .function ? ScriptFunction(copying: ref, in: realm) : nil
    }

    /// Whether the value is an instance of the realm's `Promise`, or of a class that extends it.
    package var isPromise: Bool {
        guard JSValueIsObject(realm.context, ref) else { return false }
        // A proxy may throw when asked; what throws is no promise.
        return JSValueIsInstanceOfConstructor(realm.context, ref, realm.intrinsics.promise, nil)
    }

    /// The JSON text of the value.
    ///
    /// - Returns: JSON, without indentation.
    /// - Throws: ``ScriptError/resultNotJSON(type:)`` for `undefined`, functions, symbols, and promises (which the engine takes
    ///   for empty objects); ``ScriptError/thrown(_:)`` if the value is cyclic, holds a BigInt, or its `toJSON` throws.
    package func json() throws(ScriptError) -> String {
        if isPromise { throw .resultNotJSON(type: typeName) }
        var text: JSStringRef?
        try realm.enter(
            { exception in
                text = JSValueCreateJSONString(realm.context, ref, 0, exception)
                return nil
            }, reading: { _ in })
        // NULL without an exception: there is no JSON for the value.
        guard let text else { throw .resultNotJSON(type: typeName) }
        return EngineString(adopting: text).text
    }

    private func string() -> EngineString? {
        guard JSValueIsString(realm.context, ref) else { return nil }
        // A string is copied without running a script, so that there is nothing that could throw.
        return JSValueToStringCopy(realm.context, ref, nil).map { EngineString(adopting: $0) }
    }
}
