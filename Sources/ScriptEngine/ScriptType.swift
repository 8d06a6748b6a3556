internal import CJavaScriptCore

/// What kind of value a script gave.
package enum ScriptType: Equatable, Sendable {
    case undefined, null, bool, number, string, symbol, bigInt, array, function, object

    init(of value: JSValueRef, in context: JSContextRef) {
        self =
            switch JSValueGetType(context, value) {
            case kJSTypeUndefined: .undefined
            case kJSTypeNull: .null
            case kJSTypeBoolean: .bool
            case kJSTypeNumber: .number
            case kJSTypeString: .string
            case kJSTypeSymbol: .symbol
            case kJSTypeBigInt: .bigInt
            default:
                if JSObjectIsFunction(context, value) {
                    .function
                } else if JSValueIsArray(context, value) {
                    .array
                } else {
                    .object
                }
            }
    }

    /// With its article, for sentences: "a string", "an object", "null".
    package var name: String {
        switch self {
        case .undefined: "undefined"
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .symbol: "a symbol"
        case .bigInt: "a BigInt"
        case .array: "an array"
        case .function: "a function"
        case .object: "an object"
        }
    }
}
