import HTTPText
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOSSL

/// A connection from its bytes to its requests.
struct RequestChannel: HTTPChannelHandler {
    typealias Value = AcceptedConnection

    let responder: Responder
    let policy: ConnectionPolicy
    let count: ConnectionCount
    let lines: PipelineLines

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let seat = ConnectionSeat(count) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in seat.leave() }
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let gate = ConnectionGate(policy: policy, seat: seat, line: lines.line(of: channel.eventLoop))
            if let identity = policy.identity { try pipeline.addHandler(NIOSSLServerHandler(context: identity.context)) }
            try pipeline.addHandler(gate)
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: Self.decoderLimits)
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: policy.isTLS))
            try pipeline.addHandler(ExchangeHandler(gate: gate))
            return AcceptedConnection(
                try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
        }
    }

    func handle(value: Value, logger: Logger) async {
        await handleHTTP(asyncChannel: value.take(), logger: logger)
    }

    /// Above those of the gate, which says by how much a head is too large.
    private static var decoderLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 2 * RequestLimits.headers
        limits.maxHeaderListSize = 2 * RequestLimits.headers
        limits.maxHeaderFieldCount = 2 * RequestLimits.headerCount
        return limits
    }
}
