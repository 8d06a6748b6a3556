package import NIOCore

/// What the caller gets.
package struct TurnReply: Sendable {
    package var status: Int
    /// Everything but `Content-Length`; the outcome is among them.
    package var headers: [(name: String, value: String)]
    package var body: ByteBuffer
    package var outcome: Outcome
    /// Whether the body is the fallback instead of the handler's reply.
    package var isFallback: Bool

    package init(
        status: Int, headers: [(name: String, value: String)], body: ByteBuffer, outcome: Outcome, isFallback: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.outcome = outcome
        self.isFallback = isFallback
    }
}
