package import NIOCore

/// A request that has been matched to a sandbox, before it is matched to a route.
package struct IncomingRequest: Sendable {
    /// In upper case.
    package var method: String
    /// Percent-encoded, without the query, and without the `/@name` prefix.
    package var path: String
    /// Undecoded, without the `?`; empty for none.
    package var query: String
    /// Names in lower case, in the order they came.
    package var headers: [(name: String, value: String)]
    package var body: ByteBuffer
    /// What a large body says; nil for a small one, which is read when it is sent to the worker.
    var parts: BodyParts?
    /// The caller's address, without a port.
    package var peer: String
    package var received: ContinuousClock.Instant
    /// Whether the caller has shown that he is let in, or is a trusted proxy: what he says of others is believed.
    package var isTrusted = false
    /// The ``ServedBundle/generation`` by whose rules the caller was let in; 0 when there was none.
    var admittedBy = 0

    package init(
        method: String, path: String, query: String, headers: [(name: String, value: String)] = [],
        body: ByteBuffer = ByteBuffer(), peer: String, received: ContinuousClock.Instant
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.peer = peer
        self.received = received
    }

    /// The first value of a header, by its lower-case name.
    package func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}
