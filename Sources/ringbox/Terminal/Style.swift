/// Colours, where the terminal has them.
///
/// They are marks in the text, which ``TerminalText`` turns into what a terminal understands. Nobody outside of the process knows
/// the key in them, so that no text from outside can have colours of its own.
struct Style: Sendable {
    let usesColor: Bool

    static let markStart: Unicode.Scalar = "\u{e000}"
    private static let markEnd: Unicode.Scalar = "\u{e001}"
    private static let key = String(UInt64.random(in: .min ... .max), radix: 36)

    func green(_ text: String) -> String { painted(text, "32") }
    func red(_ text: String) -> String { painted(text, "31") }
    func yellow(_ text: String) -> String { painted(text, "33") }
    func dim(_ text: String) -> String { painted(text, "2") }
    func bold(_ text: String) -> String { painted(text, "1") }

    /// Takes the rest of a mark behind ``markStart`` and returns the number of what begins there; nil when it is no mark of ours.
    static func takeCode(from text: inout Substring.UnicodeScalarView) -> String? {
        guard text.starts(with: key.unicodeScalars), let end = text.firstIndex(of: markEnd) else { return nil }
        let code = String(text[..<end].dropFirst(key.unicodeScalars.count))
        text = text[text.index(after: end)...]
        return code
    }

    private func painted(_ text: String, _ code: String) -> String {
        usesColor ? Self.mark(code) + text + Self.mark("0") : text
    }

    private static func mark(_ code: String) -> String { "\(markStart)\(key)\(code)\(markEnd)" }
}
