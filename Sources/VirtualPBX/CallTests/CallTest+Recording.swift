import PBXInstructions

extension CallTest {
    /// A call that was played, as the text of a test which passes when the handlers do the same again.
    ///
    /// It has what the caller heard and typed, who was rung and answered, and how the call ended; nothing of the state.
    ///
    /// - Parameter notes: All of the call, its end included.
    package static func yaml(from notes: [TimedNote], facts: CallFacts, name: String) -> String {
        var text = "name: \(quoted(name))\nid: \(quoted(facts.id))\nfrom: \(quoted(facts.from))\nto: \(quoted(facts.to))\n"
        text += "at: \(CallTime.text(facts.startTime))\n"
        let answers = RecordedAnswers(notes)
        if !answers.all.isEmpty {
            text += "answers:\n"
            for (number, reactions) in answers.all { text += "  \(quoted(number)): [\(reactions.joined(separator: ", "))]\n" }
        }
        text += "steps:\n"
        for note in notes { for line in lines(for: note.note) { text += "  - \(line)\n" } }
        return text
    }

    private static func lines(for note: CallNote) -> [String] {
        switch note {
        case .hears(let message): ["hears: \(pattern(message))"]
        case .whisper(let message): ["whisper: \(pattern(message))"]
        case .typed("", .nothing): ["presses: nothing"]
        case .typed(let digits, .hash): ["presses: \(quoted(digits + "#"))"]
        case .typed(let digits, _): ["presses: \(quoted(digits))"]
        case .connected(let destination): ["connected: \(quoted(destination.text))"]
        case .recorded: ["presses: \"#\""]
        case .ended(.caller, _): ["hangs up", "finish: \(FinishReason.caller.rawValue)"]
        case .ended(let finish, _): ["finish: \(finish.rawValue)"]
        default: []
        }
    }

    private static func pattern(_ message: PlayedMessage) -> String {
        message.kind == .text ? quoted(message.content) : "{ sound: \(quoted(message.content)) }"
    }

    /// In double quotes, with everything escaped that YAML would read as something else.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{a0}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{fff0}"..."\u{ffff}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
