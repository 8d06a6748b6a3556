import HTTPText
import HTTPTypes
import HandlerHost
import NIOCore

/// What holds for each connection of a server.
struct ConnectionPolicy: Sendable {
    /// The answer to what is no request.
    struct Refusal {
        var status: Int
        var headers: [(name: String, value: String)]
        var body: ByteBuffer

        /// The whole answer, the last of its connection.
        var serialized: ByteBuffer {
            let reason = HTTPResponse.Status(code: status).reasonPhrase
            var bytes = ByteBuffer(string: "HTTP/1.1 \(status) \(reason)\r\n")
            for header in headers { bytes.writeString("\(header.name): \(header.value)\r\n") }
            bytes.writeString("Content-Length: \(body.readableBytes)\r\nConnection: close\r\n\r\n")
            bytes.writeImmutableBuffer(body)
            return bytes
        }
    }

    var timeouts: ConnectionTimeouts
    /// What makes a connection one that does not give way to others.
    var proof = ConnectionProof.request
    /// Nil for connections without TLS.
    var identity: TLSIdentity?
    /// Proxies whose `X-Forwarded-For` is believed.
    var proxies = TrustedProxies()
    /// Shared by all connections of the server.
    let bodies: UnfinishedBodies
    var isTLS: Bool { identity != nil }
    /// Makes the answer, and tells whoever wants to know.
    var refusal: @Sendable (MalformedRequest, RequestLine) -> Refusal
}
