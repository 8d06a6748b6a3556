import JSONText

extension UISReplyChecker {
    private static let sample = "return an instruction, such as { returned_code: 1 }"

    mutating func reportWhole(_ slip: ReplySlip) {
        if slip.kind == .undefined {
            reportNothing()
        } else {
            findings.error(
                slip.kind.code, at: .root, "the reply must be an object, not \(slip.kind.name)", hint: slip.kind.hint)
        }
    }

    mutating func reportNotJSON(_ error: JSONSyntaxError, startsWith first: UInt8?) {
        if error.reason == .empty {
            reportNothing()
        } else if first == UInt8(ascii: "<") {
            reportHTML()
        } else {
            findings.error(.notJSON, at: .root, "the reply is not JSON: \(error)")
        }
    }

    mutating func reportNotAnObject(_ reply: JSONValue) {
        switch reply {
        case .null: findings.error(.nothing, at: .root, "the handler returned null", hint: UISReplyChecker.sample)
        case .string(let text): reportString(text)
        case .array(let elements):
            let isPhones = !elements.isEmpty && elements.allSatisfy { $0.string.flatMap(Destination.init) != nil }
            let isWrapped = elements.count == 1 && elements.first?.object != nil
            let hint =
                isPhones ? "return { phones: [ … ] }" : isWrapped ? "return the object without [ ] around it" : nil
            reportType(reply, hint: hint ?? UISReplyChecker.sample)
        case .number(let number):
            let code = number.int.flatMap { ReturnedCode($0) }
            reportType(reply, hint: code.map { "return { returned_code: \($0.value) }" } ?? UISReplyChecker.sample)
        case .bool, .object: reportType(reply, hint: UISReplyChecker.sample)
        }
    }

    mutating func reportNothingToDo(isEmpty: Bool) {
        let names = UISRules.actions.map(\.rawValue)
        let list = names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
        if isEmpty {
            findings.error(
                .emptyObject, at: .root, "the reply is an empty object, which tells the PBX nothing",
                hint: UISReplyChecker.sample)
        } else {
            findings.error(
                .nothingToDo, at: .root, "the reply tells the PBX nothing to do: it has none of \(list)",
                hint: "add text to speak, phones to connect the caller, or returned_code to go on in the scenario")
        }
    }

    private mutating func reportNothing() {
        findings.error(.nothing, at: .root, "the handler returned nothing", hint: UISReplyChecker.sample)
    }

    private mutating func reportHTML() {
        findings.error(.html, at: .root, "the reply is HTML, the PBX wants JSON", hint: UISReplyChecker.sample)
    }

    private mutating func reportString(_ text: String) {
        if text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") {
            reportHTML()
        } else if case .object? = try? JSONValue(parsing: text) {  // Any other text is a string as good as another.
            findings.error(
                .jsonString, at: .root, "the reply is a string of JSON, not an object",
                hint: "return the object itself, without JSON.stringify")
        } else {
            reportType(.string(text), hint: "to speak it, return { text: … }")
        }
    }

    private mutating func reportType(_ reply: JSONValue, hint: String) {
        findings.error(.wrongType, at: .root, "the reply must be an object, not \(reply.typeName)", hint: hint)
    }
}
