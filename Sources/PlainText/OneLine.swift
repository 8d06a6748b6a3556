/// Sentences with words of strangers in them.
package enum OneLine {
    /// The text with its line ends as escapes: somebody's words must not look like a line of their own.
    package static func text(_ text: String) -> String {
        guard text.contains(where: \.isNewline) else { return text }
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}": line += "\\u{\(String(scalar.value, radix: 16))}"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}
