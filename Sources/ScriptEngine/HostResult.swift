/// What a host function gives back to the script.
package enum HostResult {
    case undefined
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    /// Text; what is ill-formed UTF-8 in it becomes U+FFFD.
    case utf8([UInt8])
    /// Text in UTF-16, surrogates without a partner included.
    case utf16([UInt16])
    /// JSON text, parsed into a value. The script gets a `SyntaxError` if it is not JSON.
    case json([UInt8])
    case function(ScriptFunction)
}
