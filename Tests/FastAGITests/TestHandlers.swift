import VirtualPBX

/// Handlers that a test writes.
struct TestHandlers: HandlerClient {
    let answer: @Sendable (HandlerRequest) async -> HandlerReply?

    init(_ answer: @escaping @Sendable (HandlerRequest) async -> HandlerReply?) { self.answer = answer }

    /// Always the same reply.
    init(_ body: String) { self.init { _ in .answer(status: 200, body: Array(body.utf8)) } }

    func ask(_ request: HandlerRequest, timeout: Duration) async -> HandlerReply? { await answer(request) }
}
