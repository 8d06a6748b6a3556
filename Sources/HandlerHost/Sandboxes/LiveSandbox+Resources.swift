import NIOCore

extension LiveSandbox {
    /// The turn that the worker runs, as it says itself; nil when it says that it runs none of those it was sent. The run may be one
    /// that counts no more.
    var runningTurn: Turn? {
        guard let number = worker?.running, number != 0 else { return nil }
        return sentTurn(number)
    }

    /// The turn that the worker was sent under a number, and has not reported.
    func sentTurn(_ number: UInt64) -> Turn? {
        unreportedTurn(number) ?? rewound[number]
    }

    /// The turn of ``running`` with a number.
    func unreportedTurn(_ number: UInt64) -> Turn? {
        let count = runningCount(upTo: number)
        return count > 0 && running[offset: count - 1].number == number ? running[offset: count - 1] : nil
    }

    func removeRunning(_ turn: Turn) {
        let count = runningCount(upTo: turn.number)
        guard count > 0, running[offset: count - 1] === turn else { return }
        running.remove(at: running.index(running.startIndex, offsetBy: count - 1))
    }

    /// How many of the turns that the worker was sent have begun, as it says itself, and were not reported.
    var begunCount: Int { worker.map { runningCount(upTo: $0.begun) } ?? 0 }

    /// How many turns of ``running`` have a number up to this one. They are in ascending order of their numbers.
    private func runningCount(upTo number: UInt64) -> Int {
        var low = 0
        var high = running.count
        while low < high {
            let middle = (low + high) / 2
            if running[offset: middle].number <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// How many of them wait for something.
    var suspendedCount: Int {
        guard let worker, !running.isEmpty else { return 0 }
        return max(0, begunCount - (worker.running == 0 ? 0 : 1))
    }

    /// Ends the worker when it has more memory than it may, between turns as well.
    func watchMemory() {
        guard let worker, let limit = served?.bundle.settings.limits.memory else { return }
        guard let used = ProcessMemory.privateBytes(of: worker.processID) else { return }
        let turn = runningTurn
        if let turn { turn.memory = max(turn.memory, used) }
        guard used > limit else { return }
        killWorker(TurnFault(.exceededMemory, "memory \(ByteCount.text(limit)) exceeded: used \(ByteCount.text(used))"))
    }

    /// How much CPU time a turn may use before its worker comes after the others.
    private static let shortTurn = Duration.milliseconds(100)

    /// Lets a worker whose turn computes for long come after the others, for as long as its process lives.
    ///
    /// Ends the worker when a turn uses so much CPU time that the engine's own limit cannot have worked: in native code of the
    /// engine, or in promise jobs without end.
    ///
    /// The clock counts all threads of the process, those that collect garbage and compile included.
    func watchCPUTime() {
        guard let worker, let served else { return }
        let entry = worker.entries
        guard let turn = runningTurn, let time = ProcessClock.cpuTime(of: worker.processID), worker.entries == entry else { return }
        guard worker.cpuMark.entry == entry else {
            worker.cpuMark = (entry, time)
            return
        }
        let used = time - worker.cpuMark.time
        if used > Self.shortTurn { worker.lowerPriority() }
        let limit = served.serving(turn).limits.cpu
        guard used > limit * 2 + .milliseconds(100) else { return }
        turn.durations.cpu = used
        killWorker(
            TurnFault(
                .exceededCPU,
                "cpu \(limit.text) exceeded: used \(used.text), in native code or in promise jobs without end, which only ends with the process"
            ))
    }

    /// Ends the worker for what its running turn does, or for what it does itself.
    ///
    /// - Parameter fault: What the running turn gets, or else the oldest one that has begun.
    func killWorker(_ fault: TurnFault) {
        let begun = worker?.begun ?? 0
        let culprit = runningTurn ?? running.first { $0.number <= begun }
        worker?.kill()
        if culprit == nil { services.note(.workerEnded, sandbox: name, bundle: served?.bundle.version, fault.detail) }
        loseWorker(fault, culprit: culprit, begun: begun)
    }

    /// Goes on without the worker. The turns that it had not begun are run by the next one; so are those that waited for something,
    /// and those that it had ended and not reported, since nothing of them is stored.
    ///
    /// - Parameters:
    ///   - culprit: Gets `fault`.
    ///   - begun: The number of the turn that the worker had begun last.
    func loseWorker(_ fault: TurnFault, culprit: Turn?, begun: UInt64) {
        worker = nil
        rewound.removeAll()
        var again: [Turn] = []
        while let turn = running.popLast() {
            if turn !== culprit { again.append(turn) }
        }
        if let culprit {
            // Its run may have been one that counts no more.
            waiting.removeAll { $0 === culprit }
            culprit.reported = clock.now
            culprit.place = .max
            culprit.verdict = verdict(of: fault, for: culprit)
            finished.append(culprit)
        }
        for turn in again { runAgain(turn, hasBegun: turn.number <= begun, loss: fault) }
        noteDeath()
        release()
        if !waiting.isEmpty { openLater() }
    }
}
