import JSONText

/// What the author of a wrongly written phone number most likely means.
enum PhoneText {
    /// The destination that `text` is without the brackets, dashes, spaces and prefixes that people write, or nil.
    static func cleaned(_ text: String) -> String? {
        var rest = text[...]
        for prefix in ["tel:", "sip:"] where rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
        let decoration: [Unicode.Scalar] = [" ", "\u{a0}", "\t", "(", ")", "-", "\u{2010}", "\u{2011}", "\u{2013}", "."]
        let hasLetters = rest.unicodeScalars.contains { $0.properties.isAlphabetic }
        var scalars = String.UnicodeScalarView()
        for scalar in rest.unicodeScalars where hasLetters ? scalar != " " : !decoration.contains(scalar) {
            scalars.append(scalar)
        }
        let cleaned = String(scalars)
        return Destination(cleaned).map { better($0.text) ?? $0.text }
    }

    /// The number without its `+`, or with the country code 7 in place of the 8 that Russians dial; nil when it has
    /// neither.
    static func better(_ number: String) -> String? {
        if number.utf8.first == UInt8(ascii: "+") { return String(number.dropFirst()) }
        if number.utf8.count == 11, number.utf8.first == UInt8(ascii: "8") { return "7" + number.dropFirst() }
        return nil
    }

    /// `phones: […]` for a value that should have been the list, nil when no number is in it.
    static func list(for value: JSONValue) -> String? {
        let text: String
        switch value {
        case .string(let string): text = string
        case .number(let number): text = number.literal
        case .null, .bool, .array, .object: return nil
        }
        guard text.utf8.count <= 400 else { return nil }
        let phones = text.split { $0 == "," || $0 == ";" }.map { cleaned(String($0)) }
        guard !phones.isEmpty, phones.allSatisfy({ $0 != nil }) else { return nil }
        return "phones: \(JSONValue.array(phones.compactMap { $0.map(JSONValue.string) }).text)"
    }
}
