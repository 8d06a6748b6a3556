import VirtualPBX

extension AGICall {
    /// Asks the handler while the caller waits; forgets the question when he hangs up.
    func ask(_ request: HandlerRequest) async throws(AGIFault) {
        let left = timers[.reply].map { $0 - .now } ?? services.limits.reply
        let client = script.client
        guard let answer = try await dialogue.wait(for: { await client.ask(request, timeout: max(left, .zero)) }) else {
            return try await handle(.callerHungUp)
        }
        if let reply = answer { return try await handle(.replied(reply, number: request.number)) }
        timers[.reply] = nil
        try await handle(.timeIsUp(.reply))
    }
}
