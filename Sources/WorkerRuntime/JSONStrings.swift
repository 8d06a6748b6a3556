/// Writes strings as JSON, for the few small texts that the worker hands to its scripts.
enum JSONStrings {
    static func array(_ strings: [String]) -> String {
        "[\(strings.map(quoted).joined(separator: ","))]"
    }

    static func object(_ members: [(key: String, value: String)]) -> String {
        "{\(members.map { "\(quoted($0.key)):\(quoted($0.value))" }.joined(separator: ","))}"
    }

    private static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\u{0}"..."\u{1f}":
                let hexadecimal = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hexadecimal.utf8.count) + hexadecimal
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
