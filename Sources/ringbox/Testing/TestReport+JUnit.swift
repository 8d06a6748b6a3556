import HTTPText
import HandlerHost
import PBXInstructions
import VirtualPBX

extension TestReport {
    /// The run in the format of JUnit, which most build servers read: a suite for each sandbox.
    var junit: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites tests=\"\(outcomes.count)\" failures=\"\(failureCount)\" time=\"\(Self.time(of: outcomes))\">\n"
        var names: [String] = []
        for outcome in outcomes where !names.contains(outcome.test.sandbox.text) { names.append(outcome.test.sandbox.text) }
        for name in names {
            let own = outcomes.filter { $0.test.sandbox.text == name }
            let counts = "tests=\"\(own.count)\" failures=\"\(own.count { !$0.isGood })\" errors=\"0\" skipped=\"0\""
            text += "  <testsuite name=\"\(Self.escaped(name))\" \(counts) time=\"\(Self.time(of: own))\">\n"
            for outcome in own { text += Self.testCase(outcome) }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    private static func testCase(_ outcome: TestOutcome) -> String {
        let test = outcome.test
        var text = "    <testcase classname=\"\(escaped(test.sandbox.text))\" name=\"\(escaped(test.name))\""
        text += " file=\"\(escaped(test.file))\" time=\"\(time(of: [outcome]))\""
        guard !outcome.isGood else { return text + "/>\n" }
        let lines = outcome.failureLines
        let transcript = CallTranscript(style: Style(usesColor: false), isUnfolded: false)
        let call = (outcome.result?.notes ?? []).map(transcript.text).joined()
        text += ">\n      <failure message=\"\(escaped(lines.joined(separator: "; ")))\">"
        return text + escaped(call + lines.joined(separator: "\n")) + "</failure>\n    </testcase>\n"
    }

    /// Seconds by the real clock.
    private static func time(of outcomes: [TestOutcome]) -> String {
        let milliseconds = outcomes.reduce(Duration.zero) { $0 + $1.realTime }.milliseconds
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    /// Fit for XML 1.0, between quotes too: what it cannot have at all becomes U+FFFD. Nobody would find a secret once it is escaped.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in CommandSecrets.shown(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
            case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}": escaped += "\u{fffd}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
