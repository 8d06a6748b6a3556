import JSONText

extension UISReplyChecker {
    mutating func reportUnknown(_ key: String, at place: JSONPointer, among names: [UISField.Name]) {
        if let field = UISSpelling.field(meantBy: key, among: names) {
            findings.error(
                .unknownKey, at: place, "unknown key", hint: "did you mean \"\(field.name.rawValue)\"?")
        } else {
            let hint = UISSpelling.field(resembling: key, among: names).map { "did you mean \"\($0.name.rawValue)\"?" }
            findings.warning(.unknownKey, at: place, "unknown key, which the PBX ignores", hint: hint)
        }
    }
}
