import WorkerProtocol

extension LiveSandbox {
    /// Takes a place of the host for a turn: a free one, that of a sandbox that has more, or that of a caller who has more requests
    /// waiting here.
    ///
    /// - Returns: False when the turn was answered, for there is none.
    func takePlace(for turn: Turn) -> Bool {
        let places = services.turnPlaces
        if !places.enter(turnShare) {
            guard let last = waiting.makeRoom(for: turn) else {
                fail(turn, places.fault)
                return false
            }
            fail(last, places.fault)
            guard places.enter(turnShare) else {
                fail(turn, places.fault)
                return false
            }
        }
        turn.isCounted = true
        return true
    }

    /// Gives a place up for a sandbox that has fewer: that of the newest request of the caller who has the most waiting, or else that
    /// of the newest one that is with the worker and does not run at this moment. Without either the next answer gives one back.
    func giveUpPlace() {
        guard turnShare.owes else { return }
        var fault = services.turnPlaces.fault
        fault.detail += ", and most of them are of this sandbox"
        if let turn = waiting.makeRoom() { return fail(turn, fault) }
        let current = runningTurn
        guard let turn = running.last(where: { !$0.isAnswered && $0.isCounted && $0 !== current && !isBeingChecked($0) }) else { return }
        if let worker { drop(turn, from: worker) }
        fail(turn, fault)
    }
}
