import HTTPText
import NIOCore
import StateStore
import TextFilters
import WorkerProtocol

extension LiveSandbox {
    /// How often a turn is run before it gives up against other writers.
    private static let attemptLimit = 4

    /// Takes what the worker says of a turn.
    func received(_ report: TurnReport, in body: ByteBuffer) throws(FrameError) {
        reports += 1
        guard let turn = unreportedTurn(report.number), let served else {
            guard rewound.removeValue(forKey: report.number) != nil else { throw .outOfOrder("the report of turn \(report.number)") }
            return
        }
        try check(report.ending, of: turn)
        turn.place = reports
        turn.reported = clock.now
        try examine(
            ReportCheck(
                report: report, body: body, bundle: served.bundle, limits: served.serving(turn).limits, isExpiry: turn.isExpiry),
            of: turn)
    }

    /// Takes a report that is sound, and whose changes fit the state.
    func take(_ findings: ReportCheck.Findings, of turn: Turn, _ check: ReportCheck) {
        let report = check.report
        turn.change = findings.change
        turn.isLarge = check.isLarge
        removeRunning(turn)
        turn.durations.cpu = .microseconds(report.cpuMicroseconds)
        usualCost += (Int(clamping: report.cpuMicroseconds) - usualCost) / 8
        turn.durations.check = findings.duration
        turn.log = check.body.part(report.log)
        switch report.ending {
        case .stale: runAgain(turn, hasBegun: true)
        case .expired: end(turn, waitedTooLong(turn, clock.now))
        case .cancelled: end(turn, timeout(turn, "while it waited for something"))
        case .returned, .sent, .nothing, .threw, .exceededCPU, .unsettled, .replyTooLarge, .changeTooLarge:
            judge(turn, findings, check)
            finished.append(turn)
        }
        release()
        pump()
    }

    /// Checks that a turn can have ended like that.
    private func check(_ ending: TurnReport.Ending, of turn: Turn) throws(FrameError) {
        if ending == .cancelled, !turn.isCancelled { throw .outOfOrder("the end of turn \(turn.number), which nobody cancelled,") }
        if ending == .stale, turn.isExclusive { throw .outOfOrder("a change that turn \(turn.number) cannot have met") }
    }

    /// Ends a reported turn that the worker itself gave up.
    private func end(_ turn: Turn, _ fault: TurnFault) {
        turn.verdict = verdict(of: fault, for: turn)
        finished.append(turn)
    }

    private func judge(_ turn: Turn, _ findings: ReportCheck.Findings, _ check: ReportCheck) {
        var result = findings.result
        if case .success = result, !turn.isExpiry, turn.deadline <= clock.now {
            result = .failure(timeout(turn, "when its reply had been checked"))
        }
        switch result {
        case .failure(let fault): turn.verdict = verdict(of: fault, for: turn)
        case .success(let verdict): turn.verdict = verdict
        }
        guard !check.report.patch.isEmpty else { return }
        // The caller of an answered turn has had its reply, so its change must not be stored either.
        if case .success = result, !turn.isAnswered, let change = turn.change {
            commit(turn, change.text, check.body.part(check.report.patch))
        } else {
            takeBack(turn)
            rewind(from: turn.place)
        }
    }

    private func commit(_ turn: Turn, _ text: [UInt8], _ patch: ByteBuffer) {
        turn.patch = patch
        turn.isCommitting = true
        let commit = StateCommit(
            sandbox: name.text, version: expected.version + 1, parent: expected.turn, patch: text,
            turn: turn.id.description, cause: redaction.text(turn.cause), time: turn.time)
        turn.version = commit.version
        expected = StateHead(version: commit.version, turn: commit.turn)
        let number = turn.number
        services.commits.submit(commit) { result in
            self.loop.execute {
                CrashNote.during("a stored change", for: self.noteName) {
                    self.assumeIsolated { $0.committed(number, commit, result) }
                }
            }
        }
    }

    private func committed(_ number: UInt64, _ commit: StateCommit, _ result: CommitResult) {
        begin(.storing)
        defer { endStep() }
        // A run that was rewound meanwhile: its commit followed one that failed, and was refused as well.
        guard let index = finished.firstIndex(where: { $0.number == number && $0.isCommitting }) else { return }
        let turn = finished[index]
        turn.isCommitting = false
        switch result {
        case .committed:
            stored = StateHead(version: commit.version, turn: commit.turn)
            if let change = turn.change { noteExpiry(change) }
            letGo(turn)
        case .unavailable(let error):
            turn.version = nil
            turn.verdict = verdict(of: TurnFault(.stateUnavailable, error.description), for: turn)
            rewind(from: turn.place)
        case .conflict(let current):
            turn.version = nil
            rewind(from: turn.place)
            if turn.setbacks + 1 < Self.attemptLimit, !turn.isAnswered {
                finished.removeAll { $0 === turn }
                runAgain(turn, hasBegun: true)
            } else {
                let sentence = "the state is at version \(current) and the turn was based on \(commit.version - 1)"
                turn.verdict = verdict(of: TurnFault(.stateConflict, sentence), for: turn)
            }
            // Somebody else wrote: the worker's state is old, and the next worker starts from what is stored.
            worker?.kill()
            worker = nil
        }
        release()
        pump()
    }

    /// Has the worker undo the turn that was reported at this place and those after it, and runs the later ones again. So are those
    /// that wait for something: they may have read what is undone.
    private func rewind(from place: UInt64) {
        worker?.send { RewindOrder(report: place).encode(into: &$0) }
        let begun = worker?.begun ?? 0
        var again: [Turn] = []
        while let turn = running.popLast() {
            // One whose report is being checked has been reported.
            if isBeingChecked(turn), let worker {
                shapeWork[worker.number]?.turn = 0
            } else if worker != nil {
                rewound[turn.number] = turn
            }
            again.append(turn)
        }
        while let turn = finished.last, turn.place > place {
            finished.removeLast()
            takeBack(turn)
            again.append(turn)
        }
        if let turn = finished.last, turn.place == place { takeBack(turn) }
        for turn in again { runAgain(turn, hasBegun: turn.place == 0 && turn.number <= begun) }
        let last = finished.last { $0.isCommitting }
        expected = last.map { StateHead(version: $0.version ?? 0, turn: $0.id.description) } ?? stored
    }

    /// Answers reported turns from the oldest on, up to the first one that waits for the store.
    func release() {
        while let turn = finished.first, !turn.isCommitting {
            finished.removeFirst()
            settledReport = turn.place
            if let verdict = turn.verdict { finish(turn, verdict) }
        }
        noteQuiet()
    }

    /// Wakes whoever waits for the moment in which nothing is under way.
    func noteQuiet() {
        guard running.isEmpty, finished.isEmpty, !quietWaiters.isEmpty else { return }
        for waiter in quietWaiters { waiter.resume() }
        quietWaiters.removeAll()
    }

    /// Returns when no turn is running or waiting for the store, or when the sandbox is closing.
    func quiet() async {
        await withCheckedContinuation { continuation in
            if isClosing || running.isEmpty && finished.isEmpty { continuation.resume() } else { quietWaiters.append(continuation) }
        }
    }
}
