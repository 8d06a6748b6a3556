import HTTPText
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Tells the gate when a request is answered, and ends the connection behind an answer that is its last.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let gate: ConnectionGate
    private var isLast = false

    init(gate: ConnectionGate) {
        self.gate = gate
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.kind != .informational:
            context.write(wrapOutboundOut(.head(marked(head))), promise: promise)
        case .end:
            guard isLast else {
                context.write(data, promise: promise)
                gate.answered()
                return
            }
            context.writeAndFlush(data, promise: promise)
            gate.end(with: nil)
        default: context.write(data, promise: promise)
        }
    }

    /// The decoder refuses what the gate has let through. Inside a body, whoever reads that is told.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, gate.phase != .body, gate.phase != .ending else {
            return context.fireErrorCaught(error)
        }
        gate.refuse(MalformedRequest(400, Self.sentence(error)))
    }

    /// The head, with what it has to say about the connection.
    private func marked(_ head: HTTPResponse) -> HTTPResponse {
        var head = head
        isLast = !gate.isReusable
        if isLast { head.headerFields[.connection] = "close" } else if gate.isHTTP10 { head.headerFields[.connection] = "keep-alive" }
        return head
    }

    private static func sentence(_ error: HTTPParserError) -> String {
        switch error {
        case .invalidMethod: "the request's method is unknown"
        case .invalidURL, .invalidHost, .invalidPort, .invalidPath, .invalidQueryString, .invalidFragment:
            "the request's URL has characters that no URL has"
        default: "the request is no HTTP: \(error)"
        }
    }
}
