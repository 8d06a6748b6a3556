/// A request as the server got it, before anything is known about it.
package struct RequestHead: Sendable {
    /// In upper case.
    package var method: String
    /// The path and query, or an absolute URL, undecoded.
    package var target: String
    /// The `Host` header, with the port.
    package var host: String?
    /// Names in lower case.
    package var headers: [(name: String, value: String)]
    /// The caller's address, without a port.
    package var peer: String
    /// Whether the connection comes from the address that it leads to: only this machine itself can do that.
    package var isFromOwnAddress: Bool
    package var received: ContinuousClock.Instant

    package init(
        method: String, target: String, host: String?, headers: [(name: String, value: String)], peer: String,
        isFromOwnAddress: Bool = false, received: ContinuousClock.Instant
    ) {
        self.method = method
        self.target = target
        self.host = host
        self.headers = headers
        self.peer = peer
        self.isFromOwnAddress = isFromOwnAddress
        self.received = received
    }
}

/// Why a request's body could not be read.
package enum RequestBodyError: Error, Sendable {
    case tooLarge
    /// The connection ended.
    case broken
    /// What came is no body of a request, or came too late.
    case malformed(status: Int, detail: String)
}
