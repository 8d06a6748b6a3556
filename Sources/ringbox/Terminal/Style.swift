/// Colours, where the terminal has them.
struct Style: Sendable {
    let usesColor: Bool

    func green(_ text: String) -> String { painted(text, "32") }
    func red(_ text: String) -> String { painted(text, "31") }
    func yellow(_ text: String) -> String { painted(text, "33") }
    func dim(_ text: String) -> String { painted(text, "2") }
    func bold(_ text: String) -> String { painted(text, "1") }

    private func painted(_ text: String, _ code: String) -> String {
        usesColor ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}
