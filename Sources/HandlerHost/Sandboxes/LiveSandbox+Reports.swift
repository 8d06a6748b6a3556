import NIOCore
import StateStore
import WorkerProtocol

extension LiveSandbox {
    /// How often a turn is run before it gives up against other writers.
    private static let attemptLimit = 4

    /// Takes what the worker says of a turn.
    func received(_ report: TurnReport, in body: ByteBuffer) throws(FrameError) {
        guard let turn = running.first, turn.number == report.number, let served else {
            guard rewound.remove(report.number) != nil else { throw .outOfOrder("the report of turn \(report.number)") }
            return
        }
        let limits = served.bundle.settings.limits
        try body.decoded { bytes throws(FrameError) in
            try report.check(in: bytes, replyLimit: limits.reply, patchLimit: limits.patch, logLimit: limits.log)
        }
        let parts = try ReportParts(report, in: body)
        running.removeFirst()
        turn.reported = clock.now
        turn.durations.cpu = .microseconds(report.cpuMicroseconds)
        turn.log = body.part(report.log)
        if report.ending == .expired {
            turn.verdict = verdict(of: waitedTooLong(turn, clock.now), for: turn)
        } else {
            judge(turn, report, parts, body, served)
        }
        finished.append(turn)
        release()
        pump()
    }

    private func judge(_ turn: Turn, _ report: TurnReport, _ parts: ReportParts, _ body: ByteBuffer, _ served: ServedBundle) {
        let start = clock.now
        var result = ReplyJudge(bundle: served.bundle, limits: served.serving(turn.match).limits).judge(report, parts, in: body)
        if let fault = parts.patchFault { result = .failure(fault) }
        turn.durations.check = start.duration(to: clock.now)
        switch result {
        case .failure(let fault): turn.verdict = verdict(of: fault, for: turn)
        case .success(let verdict): turn.verdict = verdict
        }
        guard !report.patch.isEmpty else { return }
        // The caller of an answered turn has had its reply, so its change must not be stored either.
        if case .success = result, !turn.isAnswered {
            commit(turn, body.part(report.patch))
        } else {
            rewind(from: turn.number)
        }
    }

    private func commit(_ turn: Turn, _ patch: ByteBuffer) {
        turn.patch = patch
        turn.isCommitting = true
        let commit = StateCommit(
            sandbox: name.text, version: expected.version + 1, parent: expected.turn, patch: Array(patch.readableBytesView),
            turn: turn.id.description, cause: redaction.text("\(turn.request.method) \(turn.match.template)"), time: turn.time)
        turn.version = commit.version
        expected = StateHead(version: commit.version, turn: commit.turn)
        let number = turn.number
        services.commits.submit(commit) { result in
            self.loop.execute { self.assumeIsolated { $0.committed(number, commit, result) } }
        }
    }

    private func committed(_ number: UInt64, _ commit: StateCommit, _ result: CommitResult) {
        // A run that was rewound meanwhile: its commit followed one that failed, and was refused as well.
        guard let index = finished.firstIndex(where: { $0.number == number && $0.isCommitting }) else { return }
        let turn = finished[index]
        turn.isCommitting = false
        switch result {
        case .committed:
            stored = StateHead(version: commit.version, turn: commit.turn)
        case .unavailable(let error):
            turn.version = nil
            turn.verdict = verdict(of: TurnFault(.stateUnavailable, error.description), for: turn)
            rewind(from: turn.number)
        case .conflict(let current):
            turn.version = nil
            rewind(from: turn.number)
            if turn.attempts < Self.attemptLimit, !turn.isAnswered {
                finished.removeAll { $0 === turn }
                turn.startOver()
                waiting.prepend(turn)
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

    /// Has the worker undo the turn with this number and the later ones, and runs the later ones again.
    private func rewind(from number: UInt64) {
        worker?.send { RewindOrder(number: number).encode(into: &$0) }
        var again: [Turn] = []
        while let turn = running.popLast() {
            if worker != nil { rewound.insert(turn.number) }
            again.append(turn)
        }
        while let turn = finished.last, turn.number > number {
            finished.removeLast()
            again.append(turn)
        }
        for turn in again where !turn.isAnswered {
            turn.startOver()
            waiting.prepend(turn)
        }
        let last = finished.last { $0.isCommitting }
        expected = last.map { StateHead(version: $0.version ?? 0, turn: $0.id.description) } ?? stored
    }

    /// Answers reported turns from the oldest on, up to the first one that waits for the store.
    func release() {
        while let turn = finished.first, !turn.isCommitting {
            finished.removeFirst()
            settledNumber = turn.number
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

    /// Returns when no turn is running or waiting for the store.
    func quiet() async {
        guard !running.isEmpty || !finished.isEmpty else { return }
        await withCheckedContinuation { quietWaiters.append($0) }
    }
}
