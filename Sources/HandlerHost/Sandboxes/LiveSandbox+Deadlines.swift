import Glibc
import NIOCore

extension LiveSandbox {
    /// How often turns under way are looked at: a deadline is met at most this much late.
    private static let sweepInterval: TimeAmount = .milliseconds(20)

    /// Looks at the deadlines and at the worker's memory, again and again while turns are under way.
    func sweepLater() {
        guard !isSweeping else { return }
        isSweeping = true
        loop.scheduleTask(in: Self.sweepInterval) { self.assumeIsolated { $0.sweep() } }
    }

    private func sweep() {
        isSweeping = false
        let now = clock.now
        sweepWaiting(now)
        sweepRunning(now)
        sweepFinished(now)
        watchMemory()
        if !waiting.isEmpty || !running.isEmpty || !finished.isEmpty { sweepLater() }
    }

    private func sweepWaiting(_ now: ContinuousClock.Instant) {
        guard waiting.contains(where: { $0.deadline <= now }) else { return }
        let late = waiting.filter { $0.deadline <= now }
        waiting.removeAll { $0.deadline <= now }
        for turn in late { fail(turn, timeout(turn, "while it waited for its turn")) }
    }

    /// The oldest turn is the one that runs: when its time is over the worker goes. The others only wait in the worker.
    private func sweepRunning(_ now: ContinuousClock.Instant) {
        guard let first = running.first else { return }
        for turn in running.dropFirst() where turn.deadline <= now { fail(turn, timeout(turn, "while it waited for its turn")) }
        if first.deadline <= now { killWorker(timeout(first, "while it ran")) }
    }

    /// The store is slow. The change may still be stored after this answer.
    private func sweepFinished(_ now: ContinuousClock.Instant) {
        for turn in finished where turn.deadline <= now && !turn.isAnswered {
            fail(turn, TurnFault(.stateUnavailable, "storing the change of state took too long"))
        }
    }

    private func timeout(_ turn: Turn, _ phase: String) -> TurnFault {
        let limit = turn.request.received.duration(to: turn.deadline)
        return TurnFault(.timedOut, "wall \(limit.text) exceeded \(phase)")
    }

    private func watchMemory() {
        guard let worker, !running.isEmpty, let limit = served?.bundle.settings.limits.memory else { return }
        guard let used = ProcessMemory.privateBytes(of: worker.processID), used > limit else { return }
        killWorker(TurnFault(.exceededMemory, "memory \(limit >> 20) MiB exceeded: used \(used >> 20) MiB"))
    }

    /// Ends the worker for what its running turn does; the turn gets `fault`, and those behind it the next worker.
    func killWorker(_ fault: TurnFault) {
        worker?.kill()
        loseWorker(fault)
    }

    /// Goes on without the worker.
    func loseWorker(_ fault: TurnFault) {
        worker = nil
        if let culprit = running.popFirst() {
            culprit.reported = clock.now
            culprit.verdict = verdict(of: fault, for: culprit)
            finished.append(culprit)
        }
        while let turn = running.popLast() {
            if !turn.isAnswered { waiting.prepend(turn) }
        }
        release()
        if !waiting.isEmpty { openLater() }
    }
}
