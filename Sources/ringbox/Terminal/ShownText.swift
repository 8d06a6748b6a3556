/// Text from outside, made fit for a line.
enum ShownText {
    /// One line of at most `limit` characters: what would move the cursor or change its colour is shown as `\u{…}`.
    ///
    /// Secrets are taken out before the text is cut, which would leave parts of them.
    static func line(_ text: some StringProtocol, limit: Int = 160) -> String {
        var shown = ""
        var count = 0
        for character in CommandSecrets.shown(String(text)) {
            if count == limit { return shown + "…" }
            count += 1
            for scalar in character.unicodeScalars {
                if TerminalText.isHarmless(scalar) {
                    shown.unicodeScalars.append(scalar)
                } else {
                    shown += scalar == "\t" ? " " : TerminalText.escape(scalar)
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
