import JSONText
import StateStore

/// What versions of a state changed, as people read it.
struct ShownChanges {
    /// How many characters are shown of a value; nil for all of them.
    let valueLimit: Int?
    let style: Style

    init(isFull: Bool, style: Style) {
        valueLimit = isFull ? nil : 60
        self.style = style
    }

    /// A line that says who and when, and one for each change.
    func entry(_ entry: StateHistoryEntry) -> String {
        let head = style.bold("version \(entry.version)") + "  \(style.dim(ClockText.date(entry.time)))  \(ShownText.line(entry.cause))"
        return head + "  \(style.dim(ShownText.line(entry.turn)))\n" + changes(entry.changes)
    }

    /// A line for each change, or one that says that there is none.
    func changes(_ changes: [StateChange]) -> String {
        changes.isEmpty ? "    \(style.dim("(nothing is different)"))\n" : changes.map { "    \(line($0))\n" }.joined()
    }

    private func line(_ change: StateChange) -> String {
        let place = change.path.tokens.isEmpty ? "(everything)" : ShownText.line(change.path.description, limit: valueLimit ?? .max)
        switch change.effect {
        case .value(nil, let after?): return style.green("+ \(place)  \(text(after))")
        case .value(let before?, nil): return style.red("- \(place)  \(text(before))")
        case .value(let before, let after):
            return style.yellow("~ \(place)") + "  \(before.map(text) ?? "") → \(after.map(text) ?? "")"
        case .expiry(_, let time?): return style.yellow("~ \(place)") + "  expires \(ClockText.date(time))"
        case .expiry(_, nil): return style.yellow("~ \(place)") + "  does not expire any more"
        }
    }

    private func text(_ value: JSONValue) -> String {
        ShownText.line(value.text, limit: valueLimit ?? .max)
    }
}
