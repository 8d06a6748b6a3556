/// Text from outside, made fit for a terminal.
enum ShownText {
    /// One line of at most `limit` characters: what would move the cursor or change its colour is shown as `\u{…}`.
    static func line(_ text: some StringProtocol, limit: Int = 160) -> String {
        var shown = ""
        var count = 0
        for character in text {
            if count == limit { return shown + "…" }
            count += 1
            for scalar in character.unicodeScalars {
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator:
                    shown += scalar == "\t" ? " " : "\\u{\(String(scalar.value, radix: 16))}"
                default: shown.unicodeScalars.append(scalar)
                }
            }
        }
        return shown
    }

    /// The lines of a text, each fit for the terminal.
    static func lines(_ text: String, limit: Int = 400) -> [String] {
        text.split(whereSeparator: \.isNewline).map { line($0, limit: limit) }
    }
}
