import VirtualPBX

extension ExploreReport {
    /// The trees and the findings, for people.
    func text(_ style: Style) -> String {
        var text = ""
        for (call, root) in trees {
            text += "\(style.bold(title(of: call)))\n\(shown(root.line))\n"
            for line in root.lines { text += shown(line) + "\n" }
            text += "\n"
        }
        for finding in findings { text += lines(for: finding, style) }
        for call in skipped { text += style.yellow("not tried, because the calls were used up: \(title(of: call))") + "\n" }
        if !missed.isEmpty { text += style.yellow("no call came to \(missed.joined(separator: ", "))") + "\n" }
        return text + summary(style) + "\n"
    }

    /// `74952345678 calls`, with the time where it makes a difference.
    func title(of call: Call) -> String {
        let caller = call.from.isEmpty ? "somebody with a hidden number" : call.from
        return "\(caller) calls" + (showsTimes ? " at \(CallTime.text(call.time))" : "")
    }

    private func lines(for finding: Finding, _ style: Style) -> String {
        let sentence = ShownText.line(finding.message, limit: 400)
        var text =
            finding.severity == .error ? style.red("error: \(sentence)") : style.yellow("warning: \(sentence)")
        if finding.count > 1 { text += style.dim("  (on \(finding.count) ways; this is the shortest)") }
        text += "\n  \(title(of: finding.call))"
        if !finding.inputs.isEmpty { text += ": " + finding.inputs.map(\.label).joined(separator: " → ") }
        text += "\n"
        if let command = command(for: finding) { text += "  \(style.dim(command))\n" }
        return text
    }

    /// The command that plays the call in the terminal; nil where it cannot: calls come in when they do, and it takes whoever is rung
    /// all together, and the handlers as they are.
    func command(for finding: Finding) -> String? {
        var command = "ringbox call \(sandbox) --fresh --from '\(finding.call.from)'"
        if showsTimes { command += " --at '\(CallTime.text(finding.call.time))'" }
        var answers: Set<Bool> = []
        for input in finding.inputs {
            switch input {
            case .keys(let keys): command += " --press '\(keys)'"
            case .answers(let isAnswered): answers.insert(isAnswered)
            case .noReply: return nil
            }
        }
        guard answers.count < 2 else { return nil }
        return answers.contains(false) ? command + " --unanswered all" : command
    }

    private func summary(_ style: Style) -> String {
        let errors = findings.filter { $0.severity == .error }.count
        let warnings = findings.count - errors
        let found =
            findings.isEmpty
            ? "nothing wrong found" : "\(Self.count(errors, "error")), \(Self.count(warnings, "warning"))"
        let end = isComplete ? "" : ", and there are more ways: raise --depth or --limit"
        let text = "\(Self.count(callCount, "call")), \(found)\(end)"
        return errors > 0 ? style.red(text) : style.green(text)
    }

    private static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    private func shown(_ line: String) -> String { ShownText.line(line, limit: 1_000) }
}
