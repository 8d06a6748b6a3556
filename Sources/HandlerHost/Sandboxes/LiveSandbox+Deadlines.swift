import NIOCore
import WorkerProtocol

extension LiveSandbox {
    /// How often turns under way are looked at: a deadline is met at most this much late.
    private static let sweepInterval: TimeAmount = .milliseconds(20)
    /// How long after the deadline of a turn that it has not even begun a worker may go on.
    private static let patience = Duration.seconds(1)

    /// Looks at the deadlines and at what the worker uses, again and again while turns are under way.
    func sweepLater() {
        guard !isSweeping else { return }
        isSweeping = true
        loop.scheduleTask(in: Self.sweepInterval) { self.assumeIsolated { $0.sweep() } }
    }

    private func sweep() {
        begin(.sweeping)
        defer { endStep() }
        isSweeping = false
        let now = clock.now
        sweepWaiting(now)
        sweepSent(now)
        sweepFinished(now)
        watchMemory()
        watchCPUTime()
        // Some may have begun to wait for something meanwhile, which the worker does not report.
        if !waiting.isEmpty { pump() }
        if !waiting.isEmpty || !running.isEmpty || !finished.isEmpty { sweepLater() }
    }

    private func sweepWaiting(_ now: ContinuousClock.Instant) {
        guard waiting.contains(where: { min($0.deadline, $0.queueDeadline) <= now }) else { return }
        let late = waiting.filter { min($0.deadline, $0.queueDeadline) <= now }
        waiting.removeAll { min($0.deadline, $0.queueDeadline) <= now }
        for turn in late { fail(turn, waitedTooLong(turn, now)) }
    }

    /// When the time of the turn that runs is over the worker goes. Those that wait for something are taken back, and the others
    /// only wait in the worker.
    private func sweepSent(_ now: ContinuousClock.Instant) {
        guard let worker else { return }
        let begun = worker.begun
        let current = runningTurn
        for turn in running where !turn.isAnswered && (turn !== current || isBeingChecked(turn)) {
            // Whatever the worker says of its progress, nobody waits longer than the wall time.
            let isLate = turn.deadline <= now || (turn.number > begun && turn.queueDeadline <= now)
            if isLate, isBeingChecked(turn) {
                fail(turn, timeout(turn, "while its reply was checked"))
            } else if isLate {
                takeBack(turn, hasBegun: turn.number <= begun, from: worker, now)
            }
        }
        if let turn = current, !isBeingChecked(turn), turn.deadline <= now { return killWorker(timeout(turn, "while it ran")) }
        // Its reports are on their way.
        guard checking[worker.number] == nil, running.contains(where: { ($0.giveUp ?? now + .seconds(1)) <= now }) else { return }
        killWorker(TurnFault(.timedOut, "the sandbox's process takes no more requests"))
    }

    /// Answers a late turn that does not run. One that waits for something is first asked for by a message, so that its log is not
    /// lost: a worker that has nothing else to do reports it long before the next look.
    private func takeBack(_ turn: Turn, hasBegun: Bool, from worker: Worker, _ now: ContinuousClock.Instant) {
        // A worker that is not stuck is through with all the others by then.
        let last = running.reduce(now) { max($0, $1.deadline) }
        turn.giveUp = turn.giveUp ?? last.advanced(by: Self.patience)
        if hasBegun, !turn.isCancelled {
            turn.isCancelled = true
            worker.send { CancelOrder(number: turn.number).encode(into: &$0) }
        } else {
            fail(turn, hasBegun ? timeout(turn, "while it waited for something") : waitedTooLong(turn, now))
        }
    }

    /// The store is slow. The change may still be stored after this answer.
    private func sweepFinished(_ now: ContinuousClock.Instant) {
        for turn in finished where turn.deadline <= now && !turn.isAnswered {
            fail(turn, TurnFault(.stateUnavailable, "storing the change of state took too long"))
        }
    }

    /// What a turn is told whose time ended before it ran.
    func waitedTooLong(_ turn: Turn, _ now: ContinuousClock.Instant) -> TurnFault {
        guard turn.deadline > now else { return timeout(turn, "while it waited for its turn") }
        let limit = turn.request.received.duration(to: turn.queueDeadline)
        return TurnFault(.overloaded, "queued \(limit.text) exceeded: the requests before it take too long")
    }

    /// What a turn is told whose time ended.
    func timeout(_ turn: Turn, _ phase: String) -> TurnFault {
        let limit = turn.request.received.duration(to: turn.deadline)
        let used = turn.request.received.duration(to: clock.now)
        return TurnFault(.timedOut, "wall \(limit.text) exceeded \(phase): used \(used.text)")
    }
}
