/// What the host hands to a script's function.
package enum ScriptArgument {
    case undefined
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    /// Text; what is ill-formed UTF-8 in it becomes U+FFFD. The bytes are copied before the call begins.
    case utf8(UnsafeBufferPointer<UInt8>)
    /// Text in UTF-16, surrogates without a partner included.
    case utf16([UInt16])
    /// JSON text, parsed into a value by the engine. The call throws ``ScriptError/argumentNotJSON(index:)`` if it is not
    /// JSON.
    case json([UInt8])
    case made(ScriptText)
    case function(ScriptFunction)
}
