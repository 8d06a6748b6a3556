/// What an operator decides about a server's connections.
package struct ServerSettings: Sendable {
    package var timeouts = ConnectionTimeouts()
    /// How many connections may be open at the same time.
    package var connectionLimit = 10_000
    /// What makes a connection one that does not give way to others when there are as many as there may be.
    var proof = ConnectionProof.request
    /// How many requests may have come in part.
    var bodies = UnfinishedBodies.Limits()
    /// Nil for a server without TLS.
    package var identity: TLSIdentity?

    package init() {}
}
