/// What is written to a terminal: a text in which nothing steers it, whoever the text came from.
enum TerminalText {
    /// A text for people. Line ends, tabs and the colours of ``Style`` stay; what else would move the cursor, change the order of
    /// the signs or be invisible is shown as `\u{…}`.
    static func plain(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy({ isHarmless($0) || $0 == "\n" || $0 == "\t" }) else { return text }
        var shown = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if isHarmless(scalar) || scalar == "\n" || scalar == "\t" {
                shown.unicodeScalars.append(scalar)
            } else if scalar == Style.markStart, let code = Style.takeCode(from: &rest) {
                shown += "\u{1b}[\(code)m"
            } else {
                shown += escape(scalar)
            }
        }
        return shown
    }

    /// The text of a JSON document with `\u` escapes for what steers a terminal, which means the same.
    static func json(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy({ isHarmless($0) || $0 == "\n" }) else { return text }
        var shown = ""
        shown.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            // What is below U+0020 and not escaped already can only be white space.
            if isHarmless(scalar) || scalar == "\n" {
                shown.unicodeScalars.append(scalar)
            } else if scalar.value < 0x20 {
                shown += " "
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return shown
    }

    /// The sign as it is shown in place of one that is not harmless.
    static func escape(_ scalar: Unicode.Scalar) -> String { "\\u{\(String(scalar.value, radix: 16))}" }

    /// Whether the sign only shows itself.
    static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7f, 0x400..<0x530: true
        case Style.markStart.value: false
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }
}
