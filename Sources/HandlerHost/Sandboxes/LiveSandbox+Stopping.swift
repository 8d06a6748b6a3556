import NIOCore
import Synchronization

extension LiveSandbox {
    /// Answers what is under way, except what is on its way to the store, and ends the worker: nobody waits any longer.
    nonisolated func abandon() {
        isAbandoned.store(true, ordering: .relaxed)
        let fault = TurnFault(.timedOut, "the host is stopping and did not wait any longer")
        loop.execute { self.assumeIsolated { $0.abandon(fault) } }
    }

    private func abandon(_ fault: TurnFault) {
        for turn in waiting { fail(turn, fault) }
        waiting.removeAll()
        for turn in running { fail(turn, fault) }
        candidate?.worker.kill()
        killWorker(fault)
    }
}
