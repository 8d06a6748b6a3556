import HTTPTypes

extension HTTPField.Name {
    static let host = constant("Host")
    /// How the turn ended.
    static let ringboxOutcome = constant("Ringbox-Outcome")

    /// A name written in the source.
    private static func constant(_ name: StaticString) -> HTTPField.Name {
        // Safe: the names are those in this file.
        guard let field = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is no name of a header") }
        return field
    }
}
