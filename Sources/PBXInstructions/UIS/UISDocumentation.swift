import JSONText

/// The tables of the UIS dialect for people, made of ``UISField``, ``UISRules`` and ``UISCallField``.
enum UISDocumentation {
    static let markdown = """
        ### The request

        \(table(["parameter", "in `req.call`", "meaning", "example"], UISCallField.all.map(row)))

        ### The instruction

        \(table(["key", "value", "meaning", "example"], UISField.all.map(row)))

        An instruction has at least one of \(UISRules.actions.map { "`\($0.rawValue)`" }.joined(separator: ", ")).
        \(UISRules.exclusions.map(sentence).joined(separator: "\n"))
        Of several messages for the employee, the first of \
        \(UISRules.employeeMessages.map { "`\($0.rawValue)`" }.joined(separator: ", ")) is used.

        """

    private static func row(_ field: UISCallField) -> [String] {
        [
            field.parameters.map { "`\($0)`" }.joined(separator: ", "), "`\(field.property.rawValue)`", field.summary,
            "`\(field.example)`",
        ]
    }

    private static func row(_ field: UISField) -> [String] {
        ["`\(field.name.rawValue)`", type(of: field.shape), field.summary, "`\(field.example.text)`"]
    }

    private static func type(of shape: UISField.Shape) -> String {
        switch shape {
        case .destinations: "list of strings, at least one"
        case .text, .fileName: "string, not empty"
        case .employeeMessage: "string, not empty, or object"
        case .returnedCode: "whole number from \(ReturnedCode.range.lowerBound) to \(ReturnedCode.range.upperBound)"
        }
    }

    private static func sentence(_ exclusion: UISRules.Exclusion) -> String {
        "`\(exclusion.first.rawValue)` and `\(exclusion.second.rawValue)` exclude each other."
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        ([head, head.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
            .joined(separator: "\n")
    }
}
