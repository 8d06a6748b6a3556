package import JSONText
package import PBXInstructions
import PlainText
package import YAMLText

/// One thing wrong or odd about a scenario that can be read.
package struct ScenarioFinding: Sendable, Equatable, CustomStringConvertible {
    package var severity: Severity
    /// Relative to the handlers folder.
    package var file: String
    /// From 1.
    package var line: Int
    /// From 1, in characters.
    package var column: Int
    /// What is wrong and what to do about it.
    package var message: String

    init(_ severity: Severity, file: String, line: Int, column: Int, _ message: String) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.message = OneLine.text(message)
    }

    /// The error that keeps a file from being read.
    package init(_ slip: YAMLSlip) {
        self.init(.error, file: slip.file, line: slip.line, column: slip.column, slip.message)
    }

    /// `uis_test/scenario.yaml:12:3: no path leads to operation "bye"`
    package var description: String { "\(file):\(line):\(column): \(message)" }

    /// The finding as an object with the members `severity`, `file`, `line`, `column` and `message`.
    package var json: JSONValue {
        [
            "severity": .string(severity.rawValue), "file": .string(file), "line": .number(JSONNumber(line)),
            "column": .number(JSONNumber(column)), "message": .string(message),
        ]
    }
}

extension [ScenarioFinding] {
    package var hasErrors: Bool { contains { $0.severity == .error } }
}
