import Logging
import PBXInstructions
import VirtualPBX

extension AGICall {
    /// Rings somebody and, when he answers, waits for the end of the conversation.
    func dial(_ order: DialOrder) async throws(AGIFault) {
        let callee = try services.dial.text(for: order.destinations)
        // g: the channel comes back when the employee has hung up.
        var options = "g"
        if let message = order.whisper, let sound = try await sound(for: message) { options += "A(\(sound.path))" }
        if dialogue.hasHungUp { return }
        if !order.callerID.isEmpty { _ = try await dialogue.perform(.setVariable("CALLERID(num)", order.callerID)) }
        let seconds = max(order.ringTime.milliseconds / 1_000, 1)
        let reply = try await dialogue.perform(
            .execute("Dial", [callee, String(seconds), options]), lasting: order.ringTime + services.limits.conversation)
        if reply.code != 200 { return try await handle(.callerHungUp) }
        if reply.result == -2 {
            services.logger.error("Asterisk has no application Dial: load app_dial.so")
            return try await handle(.notAnswered(.unreachable, number: order.number))
        }
        let status = try await variable("DIALSTATUS")
        // Without the caller Dial gives -1; that he has hung up is sometimes told only behind the next command.
        let isCallerGone = dialogue.hasHungUp || reply.result == -1
        switch status {
        case "ANSWER": try await talked(order, isCallerGone: isCallerGone)
        case "CANCEL": try await handle(.callerHungUp)
        default: try await handle(isCallerGone ? .callerHungUp : .notAnswered(try await failure(status), number: order.number))
        }
    }

    private func talked(_ order: DialOrder, isCallerGone: Bool) async throws(AGIFault) {
        let peer = order.destinations.all.count > 1 ? try await variable("DIALEDPEERNUMBER") : nil
        let spoken = try await variable("ANSWEREDTIME").flatMap { Int64($0) } ?? 0
        let answered = time - .seconds(min(max(spoken, 0), 86_400))
        if let destination = services.dial.answered(order.destinations, peer: peer) {
            try await handle(.answered(destination, number: order.number), at: answered)
        }
        try await handle(isCallerGone || dialogue.hasHungUp ? .callerHungUp : .conversationEnded(number: order.number))
    }

    private func failure(_ status: String?) async throws(AGIFault) -> DialFailure {
        switch status {
        case "BUSY": return .busy
        case "NOANSWER": return .noAnswer
        case "DONTCALL", "TORTURE": return .rejected
        // 21 is the cause of who declines.
        default: return try await variable("HANGUPCAUSE") == "21" ? .rejected : .unreachable
        }
    }

    private func variable(_ name: String) async throws(AGIFault) -> String? {
        let reply = try await dialogue.perform(.getVariable(name))
        return reply.result == 1 ? reply.note : nil
    }
}
