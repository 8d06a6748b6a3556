/// An entry of the activity log, as people read it.
struct ShownEntry: Sendable, Equatable {
    enum Severity: Sendable {
        case good, odd, bad
    }

    /// A turn's part of the line.
    struct Turn: Sendable, Equatable {
        var request: String
        var outcome: String
        var status: Int
        var isFallback: Bool
        var total: String
    }

    /// How many lines are shown below the first: a log of a megabyte may have hundreds of thousands.
    private static let mostLines = 500

    /// Milliseconds since 1970.
    var time: Int64
    /// Nil for the host itself.
    var sandbox: String?
    var severity: Severity
    /// Nil for an event.
    var turn: Turn?
    /// The reply, what went wrong, or what happened; lines after the first are shown below.
    var text: String
    /// Findings and log lines.
    var notes: [String]

    /// One line, or several of which all but the first are indented. With a line end.
    func rendered(_ style: Style) -> String {
        let name = sandbox.map { style.bold($0) + " " } ?? ""
        var lines = ShownText.lines(text)
        let first = lines.isEmpty ? "" : lines.removeFirst()
        var line = style.dim(ClockText.time(time)) + " " + name
        if let turn {
            let outcome = painted(turn.outcome + (turn.isFallback ? ", fallback" : ""), style)
            line += "\(ShownText.line(turn.request)) → \(outcome) \(turn.status) \(style.dim(turn.total))"
            if !first.isEmpty { line += "  \(first)" }
        } else {
            line += painted(first, style)
        }
        line += "\n"
        let below = lines + notes.flatMap { ShownText.lines($0) }
        for one in below.prefix(Self.mostLines) { line += "         \(one)\n" }
        if below.count > Self.mostLines { line += "         … and \(below.count - Self.mostLines) more lines\n" }
        return line
    }

    private func painted(_ text: String, _ style: Style) -> String {
        switch severity {
        case .good: style.green(text)
        case .odd: style.yellow(text)
        case .bad: style.red(text)
        }
    }
}
