import HTTPText
import HandlerHost
import NIOCore

extension ConnectionGate {
    /// Has a body counted that does not come whole with its head.
    func bodyBegan(_ bytes: Int, _ context: ChannelHandlerContext) {
        let gate = NIOLoopBound(self, eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let peer = context.remoteAddress?.ipAddress ?? ""
        // Behind a proxy that is trusted it is whom that tells: one of many must not use up what all of them have.
        let caller = policy.proxies.isTrusted(peer) ? policy.proxies.caller(peer: peer, headers: forwardingHeaders) : peer
        ticket = policy.bodies.begin(caller: IPAddress(caller ?? peer), bytes: bytes, now: .now()) {
            loop.execute { gate.value.giveWay() }
        }
        if ticket == nil { refuseBody(context) }
    }

    /// What the head says of whom the request is passed on for, names in lower case.
    private var forwardingHeaders: [(name: String, value: String)] {
        let lines = passed.readableBytesView.split(separator: UInt8(ascii: "\n")).dropFirst()
        return lines.compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            guard name == TrustedProxies.header else { return nil }
            return (name, String(decoding: line[(colon + 1)...].prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self))
        }
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
