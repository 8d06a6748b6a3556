import NIOCore

extension Turn {
    /// The limits that the turn came close to or met.
    func near(_ limits: SandboxLimits, reply: ByteBuffer) -> [LimitUse] {
        var near: [LimitUse] = []
        func note(_ use: LimitUse?) {
            if let use { near.append(use) }
        }
        note(LimitUse("wall", durations.total, of: limits.wall))
        note(LimitUse("cpu", durations.cpu, of: limits.cpu))
        note(LimitUse("queued", durations.queued, of: limits.queued))
        note(LimitUse("memory", memory, of: limits.memory, text: ByteCount.text))
        note(LimitUse("body", request.body.readableBytes, of: limits.body, text: ByteCount.text))
        note(LimitUse("reply", reply.readableBytes, of: limits.reply, text: ByteCount.text))
        note(LimitUse("patch", patch.readableBytes, of: limits.patch, text: ByteCount.text))
        note(LimitUse("log", log.readableBytes, of: limits.log, text: ByteCount.text))
        note(LimitUse("queue", queueLength, of: limits.queue) { "\($0)" })
        note(LimitUse("turns", unanswered, of: limits.turns) { "\($0)" })
        return near
    }
}
