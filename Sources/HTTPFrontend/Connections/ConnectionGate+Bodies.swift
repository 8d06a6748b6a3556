import HandlerHost
import NIOCore

extension ConnectionGate {
    /// Has a body counted that does not come whole with its head.
    func bodyBegan(_ bytes: Int, _ context: ChannelHandlerContext) {
        let gate = NIOLoopBound(self, eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let caller = context.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
        ticket = policy.bodies.begin(caller: caller, bytes: bytes, now: .now()) {
            loop.execute { gate.value.giveWay() }
        }
        if ticket == nil { refuseBody(context) }
    }

    func bodyProgressed(_ bytes: Int) {
        guard let ticket else { return }
        policy.bodies.progressed(ticket, bytes: bytes, now: .now())
    }

    func bodyEnded() {
        guard let ticket else { return }
        policy.bodies.end(ticket)
        self.ticket = nil
    }

    /// Ends a request that stands still, for others that want its room.
    private func giveWay() {
        guard let context, phase == .body else { return }
        refuseBody(context)
    }

    private func refuseBody(_ context: ChannelHandlerContext) {
        fail(
            MalformedRequest(503, "too many requests have come in part only, and this one made room: send its body without pauses"), context
        )
    }
}
