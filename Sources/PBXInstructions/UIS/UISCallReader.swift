import JSONText

/// Reads the parameters of a UIS request.
///
/// Absent, empty and `None`, which is how the PBX prints a missing value, are the same for every parameter.
enum UISCallReader {
    static func read(_ parameters: CallParameters) -> CallRequest {
        var request = CallRequest()
        for field in UISCallField.all {
            let present = field.parameters.filter { given(parameters[$0]) != nil }
            guard let name = present.first, let value = given(parameters[name]) else { continue }
            let place = JSONPointer.root.appending(name)
            switch field.property {
            case .id:
                request.id = value
                if let other = present.dropFirst().first, parameters[other] != value {
                    warn(&request, .twoIDs, place, "\(name) and \(other) differ, \(name) is used")
                }
            case .from: request.from = number(value, place, &request)
            case .to: request.to = number(value, place, &request)
            case .startTime: request.startTime = value
            case .input: request.input = input(value, place, &request)
            case .direction:
                request.direction = value
                if value != "in", value != "out" {
                    warn(&request, .oddDirection, place, "is neither \"in\" nor \"out\"")
                }
            }
        }
        request.rawInput = UISCallField.all.first { $0.property == .input }?.parameters.first.flatMap { parameters[$0] }
        return request
    }

    private static func given(_ value: String?) -> String? {
        value == "" || value == "None" ? nil : value
    }

    /// Takes the sign off a number: a `+` that is not percent-encoded arrives as a space.
    private static func number(_ value: String, _ place: JSONPointer, _ request: inout CallRequest) -> String {
        let hasSign = value.utf8.first == UInt8(ascii: "+") || value.utf8.first == UInt8(ascii: " ")
        let digits = hasSign ? String(value.dropFirst()) : value
        if digits.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), !digits.isEmpty { return digits }
        warn(&request, .oddNumber, place, "is not a number of digits")
        return value
    }

    /// Takes one `#`, with which callers end their input, off it; nil when nothing is left.
    private static func input(_ value: String, _ place: JSONPointer, _ request: inout CallRequest) -> String? {
        let typed = value.utf8.last == UInt8(ascii: "#") ? String(value.dropLast()) : value
        if !typed.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 || $0 == UInt8(ascii: "*") }) {
            warn(&request, .oddInput, place, "has characters that no telephone key sends")
        }
        return typed.isEmpty ? nil : typed
    }

    private static func warn(
        _ request: inout CallRequest, _ code: Finding.Code, _ place: JSONPointer, _ message: String
    ) {
        request.findings.append(Finding(.warning, code, at: place, message))
    }
}
