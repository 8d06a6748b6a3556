extension LiveSandbox {
    /// Notes that a worker ended that was to go on, and says so when the next one has to wait.
    func noteDeath() {
        let now = clock.now
        refusal = nil
        guard let pause = restart.died(at: now) else { return }
        let sentence = "\(restart.deaths(at: now)) processes ended of late: the next one starts in \(pause.text) at the earliest"
        services.note(.paused, sandbox: name, bundle: served?.bundle.version, sentence)
    }

    /// Notes that the system refused the sandbox a process: it is asked again after a moment, however often that happens.
    func noteRefusal(_ fault: TurnFault) {
        refusal = fault
        restart.wasRefused(at: clock.now)
    }

    /// Answers everybody who waits for a worker that may not start yet.
    ///
    /// - Parameter left: What is left of the pause.
    func refuseWaiting(_ left: Duration) {
        while let turn = waiting.popFirst() { fail(turn, pauseFault(left)) }
    }

    func pauseFault(_ left: Duration) -> TurnFault {
        if let refusal { return TurnFault(refusal.outcome, refusal.detail, retryAfter: left) }
        let deaths = restart.deaths(at: clock.now)
        let sentence = "the sandbox's process keeps ending, \(deaths) times of late; the next one starts in \(left.text) at the earliest"
        return TurnFault(.workerCrashed, sentence, retryAfter: left)
    }
}
