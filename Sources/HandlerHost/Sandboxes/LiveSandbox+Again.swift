import NIOCore

extension Turn {
    /// How often others may set a turn back before it gets the worker for itself.
    private static let patience = 3

    var needsExclusion: Bool { setbacks >= Self.patience }
}

extension LiveSandbox {
    /// How many runs that others set back are enough.
    private static let setbackLimit = 6

    /// Has a turn run again whose run came to nothing, before those that came later.
    ///
    /// - Parameters:
    ///   - hasBegun: Whether something of it ran: that may happen only so often.
    ///   - loss: Why the worker is gone that ran it; nil for a turn that met the changes of others.
    func runAgain(_ turn: Turn, hasBegun: Bool, loss: TurnFault? = nil) {
        guard !turn.isAnswered else { return }
        turn.startOver()
        if hasBegun {
            turn.setbacks += 1
            // It has waited for its run already.
            turn.queueDeadline = turn.deadline
            guard turn.setbacks < Self.setbackLimit else { return fail(turn, setbackFault(turn, loss)) }
        }
        waiting.prepend(turn)
    }

    private func setbackFault(_ turn: Turn, _ loss: TurnFault?) -> TurnFault {
        guard let loss else {
            return TurnFault(.stateConflict, "other requests changed what this one had read, \(turn.setbacks) times in a row")
        }
        return TurnFault(.workerCrashed, "the process ended \(turn.setbacks) times while this request was with it; at last: \(loss.detail)")
    }
}
