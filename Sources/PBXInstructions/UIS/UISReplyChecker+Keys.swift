import JSONText

extension UISReplyChecker {
    /// A key as findings show it: of one that fills a reply only the beginning, since findings are kept and sent.
    private static func shown(_ key: String) -> String {
        let limit = 200
        guard key.utf8.count > limit else { return key }
        let scalars = key.unicodeScalars.prefix(limit)
        return scalars.endIndex < key.unicodeScalars.endIndex ? String(scalars) + "…" : key
    }

    /// Whether an object has few enough keys to be checked. Each unknown key is compared with all known ones, and who returns a table
    /// of thousands of records by mistake learns nothing from findings about each.
    mutating func hasCheckableKeys(_ object: JSONObject, at place: JSONPointer) -> Bool {
        guard object.count > UISRules.keyLimit else { return true }
        findings.error(
            .tooManyKeys, at: place, "has \(object.count) keys, of which an instruction may have \(UISRules.keyLimit)",
            hint: "return the instruction, and not the data that it is made of")
        return false
    }

    /// - Parameter parent: Where the object is that has the key.
    mutating func reportUnknown(_ key: String, in parent: JSONPointer, among names: [UISField.Name]) {
        let place = parent.appending(Self.shown(key))
        if let field = UISSpelling.field(meantBy: key, among: names) {
            findings.error(
                .unknownKey, at: place, "unknown key", hint: "did you mean \"\(field.name.rawValue)\"?")
        } else {
            let resembled = findings.keepsNextWarning ? UISSpelling.field(resembling: key, among: names) : nil
            let hint = resembled.map { "did you mean \"\($0.name.rawValue)\"?" }
            findings.warning(.unknownKey, at: place, "unknown key, which the PBX ignores", hint: hint)
        }
    }
}
