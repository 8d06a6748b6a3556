import JSONText

extension UISReplyChecker {
    /// Reports what the returned value had inside that its JSON text, `object`, does not show.
    mutating func reportSlips(in object: JSONObject) {
        for slip in slips {
            guard let key = slip.pointer.tokens.first else { continue }
            guard let name = UISField.Name(rawValue: key) else {
                reportSlipOfUnknownKey(slip, key, isInText: object[key] != nil)
                continue
            }
            if isError(slip, of: name) {
                let expectation = expectation(at: slip.pointer, of: name)
                findings.error(
                    slip.kind.code, at: slip.pointer, "must be \(expectation), not \(slip.kind.name)",
                    hint: slip.kind.hint)
            } else {
                let result = slip.kind == .date ? "sent as its text in ISO 8601" : "left out"
                findings.warning(
                    slip.kind.code, at: slip.pointer, "is \(slip.kind.name) and \(result)", hint: slip.kind.hint)
            }
        }
    }

    /// Whether JSON made a text of the value that may be what is wanted: a date becomes a string.
    static func isSentAsText(_ slip: ReplySlip) -> Bool {
        guard slip.kind == .date, let key = slip.pointer.tokens.first else { return false }
        return key != UISField.Name.phones.rawValue && key != UISField.Name.returnedCode.rawValue
    }

    /// A key with the value undefined is left out, which does no harm while the rest is an instruction.
    private func isError(_ slip: ReplySlip, of name: UISField.Name) -> Bool {
        switch slip.kind {
        case .date: !UISReplyChecker.isSentAsText(slip)
        case .undefined:
            slip.pointer.tokens.count > 1 && name == .phones
                || UISRules.actions.contains(name) && !present.contains(where: UISRules.actions.contains)
        case .function, .promise, .nan, .infinity, .bigint, .symbol, .cycle, .map, .set, .regexp, .error: true
        }
    }

    private func expectation(at place: JSONPointer, of name: UISField.Name) -> String {
        name == .phones && place.tokens.count > 1 ? "a phone number in a string" : UISField.named(name).shape.expectation
    }

    private mutating func reportSlipOfUnknownKey(_ slip: ReplySlip, _ key: String, isInText: Bool) {
        // A key that JSON has left out can be a misspelt one like any other.
        if !isInText, UISSpelling.field(meantBy: key, among: UISField.Name.allCases) != nil {
            reportUnknown(key, in: .root, among: UISField.Name.allCases)
        } else {
            findings.warning(slip.kind.code, at: slip.pointer, "is \(slip.kind.name), which JSON cannot hold")
        }
    }
}
