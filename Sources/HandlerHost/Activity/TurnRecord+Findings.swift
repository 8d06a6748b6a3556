package import JSONText
import PBXInstructions

extension TurnRecord {
    /// The findings as objects with the members `severity`, `code`, `pointer`, `message` and, if there is one, `hint`.
    package var findingDocuments: [JSONValue] { findings.map(\.json) }

    /// A line for each finding: severity, place, message and hint.
    package var findingLines: [String] { findings.map { "\($0.severity.rawValue) \($0)" } }
}
