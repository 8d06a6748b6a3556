import PBXInstructions

extension ExploredNode {
    /// What happened, in one line: operations, what was heard, and how it ended or what the call waits for.
    package var line: String {
        var parts: [String] = []
        for step in steps {
            switch step.note {
            case .entered(let name): parts.append(name)
            case .hears(let message): parts.append(Self.short(message.line))
            case .dialling(let order): parts.append("rings \(order.destinations.all.map(\.text).joined(separator: ", "))")
            case .whisper(let message): parts.append("tells the employee \(Self.short(message.line))")
            default: break
            }
        }
        return (parts + [end.line]).joined(separator: " · ")
    }

    /// The tree as indented lines, without line ends.
    package var lines: [String] { lines(indent: "") }

    private func lines(indent: String) -> [String] {
        let groups = groups
        return groups.enumerated().flatMap { place, group in
            let isLast = place == groups.count - 1
            let label = group.inputs.map(\.label).joined(separator: ", ")
            let own = "\(indent)\(isLast ? "└ " : "├ ")\(label): \(group.node.line)"
            return [own] + group.node.lines(indent: indent + (isLast ? "  " : "│ "))
        }
    }

    fileprivate static func short(_ text: String) -> String { text.count <= 60 ? text : text.prefix(58) + "…" + text.suffix(1) }
}

extension ExploredNode.End {
    fileprivate var line: String {
        switch self {
        case .finished(let reason): reason.rawValue
        case .waits(let point): point.line
        case .known(let point): "\(point.line), as before"
        case .cut(let point): "\(point.line), not everything tried"
        }
    }
}

extension ExploredPoint {
    fileprivate var line: String {
        switch kind {
        case .menu: "waits for a key"
        case .code(let length): length == 1 ? "waits for a digit" : "waits for \(length) digits"
        case .ringing: "waits for an answer"
        }
    }
}
