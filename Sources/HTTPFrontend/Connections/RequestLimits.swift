import HTTPTypes

/// What the head of a request may be. Bodies are limited by the sandboxes' settings.
enum RequestLimits {
    /// Bytes of the request's path and query.
    static let target = 8 << 10
    /// Bytes of all header lines together, as they are sent.
    static let headers = 32 << 10
    static let headerCount = 100
}

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
