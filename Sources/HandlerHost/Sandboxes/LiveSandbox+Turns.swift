import HTTPText
import NIOCore
import WorkerProtocol

extension LiveSandbox {
    /// How many turns are with the worker at the same time that do not wait for something, most of them in its socket: enough to
    /// keep it busy, and few enough that little is run again after a rewind, and that nobody who comes next waits for long: they are not
    /// shared among callers any more.
    private var window: Int {
        let queue = served?.bundle.settings.limits.queue ?? services.limits.queue
        return max(2, min(64, queue / 2, 20_000 / max(usualCost, 1)))
    }

    /// Lets a request in, or answers it at once when too many wait.
    func admit(_ request: IncomingRequest, answer: @escaping @Sendable (TurnReply) -> Void) {
        begin(.admitting)
        defer { endStep() }
        let turn = Turn(
            id: services.nextTurn(), request: request, time: SandboxServices.now, deadline: .now, answer: answer)
        noteUse()
        let limits = served?.bundle.settings.limits ?? services.limits
        turn.deadline = request.received.advanced(by: limits.wall)
        turn.queueDeadline = request.received.advanced(by: limits.queued)
        // Found before the sandbox was removed, and here after it.
        guard !hasEnded else { return fail(turn, Self.endFault) }
        guard match(turn) else { return }
        if let fault = fault(forOneMoreThan: limits, turn) {
            guard fault.outcome == .overloaded, let last = waiting.makeRoom(for: turn) else { return fail(turn, fault) }
            fail(last, TurnFault(.overloaded, fault.detail + ", and most of them are of the same caller"))
        }
        guard takePlace(for: turn) else { return }
        if waiting.isEmpty, !isHeld, let worker, let served, mayBegin(turn) {
            send(turn, to: worker, of: served)
        } else {
            waiting.append(turn)
            pump()
        }
        sweepLater()
    }

    /// Why no further turn can be let in; nil when one can.
    private func fault(forOneMoreThan limits: SandboxLimits, _ turn: Turn) -> TurnFault? {
        if worker == nil, let left = restart.left(at: clock.now) { return pauseFault(left) }
        turn.unanswered = waiting.count + running.count + finished.count + 1
        turn.queueLength = turn.unanswered - finished.count - suspendedCount
        if turn.queueLength > limits.queue {
            return TurnFault(.overloaded, "queue \(limits.queue) exceeded: \(turn.queueLength - 1) requests wait already")
        }
        guard turn.unanswered > limits.turns else { return nil }
        return TurnFault(.overloaded, "turns \(limits.turns) exceeded: \(turn.unanswered - 1) requests are unanswered already")
    }

    /// Sends waiting turns to the worker, as far as it may have more.
    func pump() {
        guard !isHeld else { return }
        guard let worker else {
            if !waiting.isEmpty { openLater() }
            return
        }
        guard let served else { return }
        while let turn = waiting.first, mayBegin(turn) {
            _ = waiting.popFirst()
            guard turn.generation == served.generation || match(turn) else { continue }
            send(turn, to: worker, of: served)
        }
    }

    /// Whether the worker may have one more turn at this moment. One that others have set back again and again gets it alone.
    private func mayBegin(_ turn: Turn) -> Bool {
        if running.first?.isExclusive == true { return false }
        return turn.needsExclusion ? running.isEmpty : running.count - suspendedCount < window
    }

    /// Finds the turn's route in the version that serves. Answers the turn and returns false when it has none.
    func match(_ turn: Turn) -> Bool {
        guard let served else {
            guard let problem else { return true }
            hurryPostponed()
            fail(turn, TurnFault(problemOutcome, problem))
            return false
        }
        turn.generation = served.generation
        guard !turn.isExpiry else { return true }
        guard isAdmitted(turn.request) else {
            fail(turn, TurnFault(.overloaded, "who may call the sandbox changed while the request was under way: send it again"))
            return false
        }
        switch served.table.match(method: turn.request.method, path: turn.request.path) {
        case .found(let index, let parameters):
            turn.match = MatchedRoute(index: index, template: served.table.routes[index].template, parameters: parameters)
            turn.deadline = turn.request.received.advanced(by: served.serving(turn).limits.wall)
            return true
        case .tooMuchWork:
            fail(turn, TurnFault(.exceededCPU, "finding the route takes too long: shorten the path, or the patterns of the routes"))
            return false
        case let unmatched:
            finish(turn, UnmatchedReply(name: name, bundle: served.bundle).verdict(unmatched, request: turn.request))
            return false
        }
    }

    private func send(_ turn: Turn, to worker: Worker, of served: ServedBundle) {
        let serving = served.serving(turn)
        let encoding = RequestEncoding(turn.request, match: turn.match, dialect: served.bundle.settings.dialect)
        turn.requestFindings = encoding.findings
        lastNumber += 1
        turn.number = lastNumber
        turn.attempts += 1
        turn.isExclusive = turn.needsExclusion
        let now = clock.now
        turn.sent = now
        running.append(turn)
        let expiry = SandboxServices.bootTime(in: now.duration(to: min(turn.deadline, turn.queueDeadline)))
        let budget = UInt32(clamping: serving.limits.cpu.microseconds)
        let isLarge = turn.request.body.readableBytes > ComputingPool.largeText
        encoding.fields.withUnsafeBytes { fields in
            encoding.headers.withUnsafeBytes { headers in
                turn.request.body.withUnsafeReadableBytes { body in
                    let order = TurnOrder(
                        number: turn.number, settled: settledReport, route: serving.workerRoute,
                        budgetMicroseconds: budget, expiry: expiry, request: fields, headers: headers, body: body)
                    if isLarge {
                        worker.send({ order.encodeBeforeBody(into: &$0) }, followedBy: turn.request.body)
                    } else {
                        worker.send { order.encode(into: &$0) }
                    }
                }
            }
        }
    }

    /// Ends a turn that failed: nothing of it is stored.
    func fail(_ turn: Turn, _ fault: TurnFault) {
        finish(turn, verdict(of: fault, for: turn))
    }

    /// What the caller of a failed turn gets.
    func verdict(of fault: TurnFault, for turn: Turn) -> TurnVerdict {
        let fault = fault.filtered(by: redaction)
        let failed = FailedTurn(
            outcome: fault.outcome, detail: fault.detail, findings: fault.findings, frames: fault.frames,
            sandbox: name.text, route: turn.match.template.isEmpty ? nil : turn.match.template,
            bundle: served?.bundle.version, retryAfter: fault.retryAfter)
        let bundle = served?.bundle ?? newest
        // Before a version has loaded nobody has looked who calls.
        let isLookedAt = served == nil ? bundle?.settings.access.isOpen ?? true : turn.isExpiry || isAdmitted(turn.request)
        let fallback = isMatched(turn) ? served?.serving(turn).fallback : isLookedAt ? bundle?.settings.fallback : nil
        return failed.verdict(fallback: fallback, style: bundle?.routeStyle ?? .files)
    }

    /// Whether the turn has a route of the version that serves.
    private func isMatched(_ turn: Turn) -> Bool {
        turn.generation > 0 && turn.generation == served?.generation && !turn.match.template.isEmpty
    }

    private func limits(of turn: Turn) -> SandboxLimits {
        guard let served else { return services.limits }
        return isMatched(turn) ? served.serving(turn).limits : served.bundle.settings.limits
    }

    /// Answers a turn and records it.
    func finish(_ turn: Turn, _ verdict: TurnVerdict) {
        guard !turn.isAnswered else { return }
        turn.durations.total = turn.request.received.duration(to: clock.now)
        record(turn, verdict)
        turn.reply(verdict.reply)
        if turn.isCounted { services.turnPlaces.leave(turnShare) }
    }

    private func record(_ turn: Turn, _ verdict: TurnVerdict) {
        let request = turn.request
        if let sent = turn.sent {
            turn.durations.queued = request.received.duration(to: sent)
            turn.durations.run = sent.duration(to: turn.reported ?? clock.now)
        }
        if turn.version != nil, let reported = turn.reported { turn.durations.commit = reported.duration(to: clock.now) }
        let record = TurnRecord(
            id: turn.id, time: turn.time, sandbox: name.text, method: request.method,
            path: request.path, query: TokenParameter.masked(query: request.query),
            route: turn.match.template.isEmpty ? nil : turn.match.template, bundle: served?.bundle.version ?? "",
            outcome: verdict.outcome, isFallback: verdict.reply.isFallback, status: verdict.reply.status,
            requestBody: request.body, reply: verdict.reply.body, findings: turn.requestFindings + verdict.findings,
            log: turn.log, patch: verdict.outcome == .ok ? turn.patch : ByteBuffer(),
            stateVersion: verdict.outcome == .ok ? turn.version : nil, detail: verdict.detail, place: verdict.place,
            stack: verdict.frames.map { $0.function.isEmpty ? $0.place : "\($0.function) \($0.place)" },
            near: turn.near(limits(of: turn), reply: verdict.reply.body), durations: turn.durations, runs: turn.attempts)
        services.keep(record, of: name, hiding: redaction)
    }
}
