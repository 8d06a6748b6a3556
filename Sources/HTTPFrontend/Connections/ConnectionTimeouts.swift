/// How long a connection may keep the server waiting.
package struct ConnectionTimeouts: Sendable, Equatable {
    /// Without a byte of a request: on a new connection, and behind an answer.
    package var idle: Duration = .seconds(75)
    /// From the first byte of a request's head to its last, and from accepting a TLS connection to its first request.
    package var head: Duration = .seconds(10)
    /// From the end of the head to the end of the body.
    package var body: Duration = .seconds(30)
    /// How long a reader may take for each 64 KiB of an answer, or for the rest of it.
    package var write: Duration = .seconds(30)
    /// Behind an answer that ends the connection, for the other side to read it.
    package var linger: Duration = .seconds(2)

    package init() {}
}
