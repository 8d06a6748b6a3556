import HTTPText
import HandlerHost
import JSONText
import PBXInstructions
import VirtualPBX

/// What came of a run, for people and for programs.
struct TestReport: Sendable {
    let outcomes: [TestOutcome]
    let coverage: [TestCoverage]
    /// Sandboxes that were named and have no tests.
    let untested: [SandboxName]

    var failureCount: Int { outcomes.count { !$0.isGood } }

    func text(_ style: Style) -> String {
        var text = ""
        var sandbox: SandboxName?
        for outcome in outcomes {
            if outcome.test.sandbox != sandbox {
                sandbox = outcome.test.sandbox
                text += "\(style.bold(outcome.test.sandbox.text))\n"
            }
            text += line(outcome, style)
            if !outcome.isGood { text += details(outcome, style) }
        }
        for name in untested { text += style.yellow("\(name) has no call tests: they are files in \(name)/\(CallTest.folderName)/") + "\n" }
        for item in coverage {
            text += style.dim(ShownText.line(item.line, limit: 400)) + "\n"
            for finding in item.findings {
                let line = ShownText.line("\(finding)", limit: 400)
                text += (finding.severity == .error ? style.red(line) : style.yellow("warning: \(line)")) + "\n"
            }
        }
        let count = "\(outcomes.count) \(outcomes.count == 1 ? "test" : "tests")"
        return text + (failureCount == 0 ? "\(count), \(style.green("all pass"))\n" : "\(count), \(style.red("\(failureCount) failed"))\n")
    }

    private func line(_ outcome: TestOutcome, _ style: Style) -> String {
        let mark = outcome.isGood ? style.green("ok    ") : style.red("FAILED")
        let real = "\(outcome.realTime.milliseconds)ms"
        let times = outcome.result.map { "call \($0.duration.seconds), took \(real)" } ?? "took \(real)"
        return "  \(mark)  \(ShownText.line(outcome.test.name))  \(style.dim(times))\n"
    }

    /// The call up to what differs, and what was expected there.
    private func details(_ outcome: TestOutcome, _ style: Style) -> String {
        var text = ""
        let transcript = CallTranscript(style: style, isUnfolded: false)
        let notes = outcome.result?.notes ?? []
        for (place, note) in notes.enumerated() {
            let differs = place == notes.count - 1 && outcome.result?.failure != nil
            text += "  \(differs ? style.red("►") : " ") \(transcript.text(of: note))"
        }
        for line in outcome.failureLines { text += "    \(style.red(ShownText.line(line, limit: 400)))\n" }
        return text
    }

    /// An object with the members `tests`, `coverage`, `untested`, `passed` and `failed`.
    var json: JSONValue {
        [
            "tests": .array(outcomes.map(json)), "coverage": .array(coverage.map(\.json)),
            "untested": .array(untested.map { .string($0.text) }),
            "passed": .number(JSONNumber(outcomes.count - failureCount)), "failed": .number(JSONNumber(failureCount)),
        ]
    }

    private func json(_ outcome: TestOutcome) -> JSONValue {
        var object: JSONObject = [
            "sandbox": .string(outcome.test.sandbox.text), "file": .string(outcome.test.file), "name": .string(outcome.test.name),
            "ok": .bool(outcome.isGood), "realMilliseconds": .number(JSONNumber(outcome.realTime.milliseconds)),
        ]
        object["problem"] = outcome.problem.map(JSONValue.string)
        guard let result = outcome.result else { return .object(object) }
        object["callMilliseconds"] = .number(JSONNumber(result.duration.milliseconds))
        if let failure = result.failure {
            object["failure"] = [
                "line": .number(JSONNumber(failure.line)), "column": .number(JSONNumber(failure.column)),
                "expected": .string(failure.expected), "got": .string(failure.got),
            ]
        } else {
            object["finish"] = .string(result.finish.rawValue)
        }
        object["steps"] = .array(result.notes.map(\.json))
        return .object(object)
    }
}
