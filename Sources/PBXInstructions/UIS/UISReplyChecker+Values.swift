import JSONText

extension UISReplyChecker {
    mutating func checkCode(_ value: JSONValue, _ place: JSONPointer, _ field: UISField) -> ReturnedCode? {
        guard case .number(let number) = value else {
            let spelled = value.string.flatMap { Int($0) }.flatMap { ReturnedCode($0) }
            reportWrongType(value, place, field, hint: "write \(field.name.rawValue): \(spelled?.value ?? 1)")
            return nil
        }
        guard let code = number.int.flatMap({ ReturnedCode($0) }) else {
            // Without a fraction, a number that is no `Int` is too large for it.
            let isFraction = number.int == nil && (number.double.map { $0.magnitude < 0x1p53 } ?? false)
            if isFraction {
                findings.error(.wrongType, at: place, "must be a whole number", hint: "write \(field.sample)")
            } else {
                let range = ReturnedCode.range
                findings.error(.outOfRange, at: place, "must be from \(range.lowerBound) to \(range.upperBound)")
            }
            return nil
        }
        if !ReturnedCode.documented.contains(code.value) {
            findings.warning(
                .undocumentedCode, at: place,
                "is above \(ReturnedCode.documented.upperBound), the last code known to be in the PBX's list",
                hint: "make sure that the operation has a branch for it")
        }
        return code
    }

    mutating func checkMessage(_ value: JSONValue, _ place: JSONPointer, _ field: UISField) -> PlayedMessage? {
        guard case .string(let content) = value else {
            let spelled = value.double == nil ? field.sample : "\(field.name.rawValue): \"\(value.text)\""
            reportWrongType(value, place, field, hint: "write \(spelled)")
            return nil
        }
        let isText = field.shape == .text
        guard let message = PlayedMessage(isText ? .text : .media, content) else {
            findings.error(
                .empty, at: place, "must not be empty", hint: "leave \(field.name.rawValue) out when there is none")
            return nil
        }
        if isText {
            warnOfPrintedNothing(content, place)
        } else if content.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) {
            findings.warning(
                .notAFileName, at: place, "looks like a path or an address, but the PBX knows only its own file base",
                hint: "write the name of the file, such as \(field.example.text)")
        }
        return message
    }

    mutating func checkEmployeeMessage(
        _ value: JSONValue, _ place: JSONPointer, _ field: UISField
    ) -> PlayedMessage? {
        guard case .object(let object) = value else { return checkMessage(value, place, field) }
        guard hasCheckableKeys(object, at: place) else { return nil }
        var messages: [UISField.Name: PlayedMessage] = [:]
        for (key, value) in object {
            let inner = place.appending(key)
            guard let name = UISRules.nested.first(where: { $0.rawValue == key }) else {
                reportUnknown(key, in: place, among: UISRules.nested)
                continue
            }
            guard !isReplaced(at: inner) else { continue }
            messages[name] = checkMessage(value, inner, UISField.named(name))
        }
        let names = UISRules.nested.filter { object[$0.rawValue] != nil }
        guard let used = names.first else {
            // A misspelt key or a slip is the reason and has its own finding.
            guard !findings.hasErrors else { return nil }
            let either = UISRules.nested.map(\.rawValue).joined(separator: " or ")
            findings.error(.empty, at: place, "must have \(either)", hint: "write \(field.sample)")
            return nil
        }
        findings.warning(
            .undocumentedForm, at: place, "is an object, of which the vendor shows no example",
            hint: "write \(used.rawValue) beside the other keys, without \(field.name.rawValue) around it")
        for name in names.dropFirst() {
            findings.warning(
                .overridden, at: place.appending(name.rawValue), "is not used beside \(used.rawValue)",
                hint: "keep one of them")
        }
        return messages[used]
    }

    mutating func reportWrongType(_ value: JSONValue, _ place: JSONPointer, _ field: UISField, hint: String) {
        let hint = value.isNull ? "leave \(field.name.rawValue) out when there is none" : hint
        findings.error(
            .wrongType, at: place, "must be \(field.shape.expectation), not \(value.typeName)", hint: hint)
    }

    private mutating func warnOfPrintedNothing(_ text: String, _ place: JSONPointer) {
        guard let word = PrintedNothing.find(in: text) else { return }
        findings.warning(
            .printedNothing, at: place, "has \"\(word)\" in it, which JavaScript prints where there is no text",
            hint: "check the values that the text is made of")
    }
}

extension UISField.Shape {
    /// What the value has to be, for `must be …`.
    var expectation: String {
        switch self {
        case .destinations: "a list of phone numbers"
        case .text, .fileName, .employeeMessage: "a string"
        case .returnedCode: "a whole number"
        }
    }
}
