internal import CJavaScriptCore

/// A script's call of a host function; valid until the function returns.
///
/// Arguments are counted from 0. The readers never convert and never run a script: an argument of another kind, or one that is
/// missing, reads as `nil`.
package struct HostCall: ~Copyable {
    /// The realm that the function was made in.
    package let realm: ScriptRealm
    /// The number of arguments that the script gave.
    package let count: Int

    private let context: JSContextRef
    private let arguments: UnsafePointer<JSValueRef?>?

    init(realm: ScriptRealm, context: JSContextRef, count: Int, arguments: UnsafePointer<JSValueRef?>?) {
        self.realm = realm
        self.context = context
        self.count = count
        self.arguments = arguments
    }

    /// The kind of an argument; `.undefined` if it is missing.
    package func type(at index: Int) -> ScriptType {
        argument(at: index).map { ScriptType(of: $0, in: context) } ?? .undefined
    }

    package func isUndefined(at index: Int) -> Bool { type(at: index) == .undefined }

    /// The text of a string; surrogates without a partner are U+FFFD in it.
    package func text(at index: Int) -> String? { string(at: index)?.text }

    /// The UTF-16 units of a string, surrogates without a partner included.
    package func utf16(at index: Int) -> [UInt16]? { string(at: index)?.utf16 }

    /// Appends the UTF-8 of a string to `bytes`; surrogates without a partner become U+FFFD.
    ///
    /// - Returns: False, with `bytes` untouched, if the argument is no string.
    package func utf8(at index: Int, appendingTo bytes: inout [UInt8]) -> Bool {
        guard let string = string(at: index) else { return false }
        string.appendUTF8(to: &bytes)
        return true
    }

    package func number(at index: Int) -> Double? {
        guard let value = argument(at: index), JSValueIsNumber(context, value) else { return nil }
        return JSValueToNumber(context, value, nil)
    }

    package func bool(at index: Int) -> Bool? {
        guard let value = argument(at: index), JSValueIsBoolean(context, value) else { return nil }
        return JSValueToBoolean(context, value)
    }

    /// A function, which may be kept and called after the host function has returned.
    package func function(at index: Int) -> ScriptFunction? {
        type(at: index) == .function ? argument(at: index).map { ScriptFunction(copying: $0, in: realm) } : nil
    }

    /// Any argument as a value; `undefined` if it is missing.
    package func value(at index: Int) -> ScriptValue { ScriptValue(copying: argument(at: index), in: realm) }

    /// An argument read as something that was thrown. May run the script's getters.
    package func exception(at index: Int) -> ScriptException {
        realm.exception(from: argument(at: index) ?? JSValueMakeUndefined(context))
    }

    private func argument(at index: Int) -> JSValueRef? {
        index >= 0 && index < count ? arguments?[index] : nil
    }

    private func string(at index: Int) -> EngineString? {
        guard let value = argument(at: index), JSValueIsString(context, value) else { return nil }
        return JSValueToStringCopy(context, value, nil).map { EngineString(adopting: $0) }
    }
}
