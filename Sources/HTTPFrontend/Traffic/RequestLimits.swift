import HTTPTypes

/// What the head of a request may be. Bodies are limited by the sandboxes' settings.
enum RequestLimits {
    /// Bytes of the request's path and query.
    static let target = 8 << 10
    /// Bytes of all header fields together, each counted as it is sent.
    static let headers = 32 << 10
    static let headerCount = 100
    /// From this many bytes or fields on the decoder gives up: 400, and the connection is closed.
    static let decoderHeaders = 256 << 10
    static let decoderHeaderCount = 1_000

    /// Why a request is not even looked at, or nil.
    static func problem(with head: HTTPRequest) -> Problem? {
        let length = (head.path ?? "").utf8.count
        guard length <= target else {
            return Problem(.uriTooLong, "the request's URL has \(length) bytes; at most \(target) are accepted")
        }
        let fields = head.headerFields
        guard fields.count <= headerCount else {
            return Problem(
                .requestHeaderFieldsTooLarge, "the request has \(fields.count) header fields; at most \(headerCount) are accepted")
        }
        var size = 0
        for field in fields { size += field.name.rawName.utf8.count + field.value.utf8.count + 4 }
        guard size <= headers else {
            return Problem(
                .requestHeaderFieldsTooLarge, "the request's header has \(size) bytes; at most \(headers) are accepted")
        }
        // The first Host field is the request's authority and no longer among the fields.
        guard !fields.contains(.host) else { return Problem(.badRequest, "the request has several Host headers") }
        return nil
    }
}

extension HTTPField.Name {
    static let host = constant("Host")
    /// How the turn ended.
    static let ringboxOutcome = constant("Ringbox-Outcome")

    /// A name written in the source.
    private static func constant(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is no name of a header") }
        return field
    }
}
