package import JSONText

/// One thing wrong or odd about a call request or about a handler's reply.
package struct Finding: Sendable, Equatable {
    package let severity: Severity
    package let code: Code
    /// The place in the reply, or the parameter of the request (`/numa`); the root for the whole of it.
    package let pointer: JSONPointer
    /// What is wrong, without the place, such as `unknown key`.
    package let message: String
    /// What to do about it, such as `did you mean "phones"?`; nil when the message says it.
    package let hint: String?

    package init(_ severity: Severity, _ code: Code, at pointer: JSONPointer, _ message: String, hint: String? = nil) {
        self.severity = severity
        self.code = code
        self.pointer = pointer
        self.message = message
        self.hint = hint
    }

    /// The finding as an object with the members `severity`, `code`, `pointer`, `message` and, if there is one, `hint`.
    package var json: JSONValue {
        var object: JSONObject = [
            "severity": .string(severity.rawValue),
            "code": .string(code.rawValue),
            "pointer": .string(pointer.description),
            "message": .string(message),
        ]
        object["hint"] = hint.map(JSONValue.string)
        return .object(object)
    }
}

extension Finding: CustomStringConvertible {
    /// One sentence on one line: place, message and hint, such as `/phone: unknown key (did you mean "phones"?)`.
    ///
    /// The place is shortened to 80 characters and its control characters are escaped, since keys come from anywhere.
    package var description: String {
        let place = pointer.tokens.isEmpty ? "" : "\(readablePlace): "
        let advice = hint.map { " (\($0))" } ?? ""
        return place + message + advice
    }

    private var readablePlace: String {
        let scalars = pointer.description.unicodeScalars
        let shown = scalars.prefix(80)
        let line = shown.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: "\\u{\(String(scalar.value, radix: 16))}"
            default: String(scalar)
            }
        }
        return line.joined() + (shown.endIndex < scalars.endIndex ? "…" : "")
    }
}
