/// A stream while it runs: when its requests are due, its connections, and what became of each request.
final class Stream {
    let plan: StreamPlan
    private(set) var sent = 0
    private(set) var latencies = Histogram()
    /// Requests by what became of them.
    private(set) var tally: [String: Int] = [:]
    /// Answers that the plan does not allow: how many, and the first of them.
    private(set) var wrongCount = 0
    private(set) var firstWrong: String?

    private let port: UInt16
    private let request: [UInt8]
    private let start: UInt64
    private var nextDue: UInt64
    private var waiting: [UInt64] = []
    private var idle: [Connection] = []
    private(set) var busy: [Connection] = []
    /// Connections that hang up at a time.
    private var doomed: [(connection: Connection, end: UInt64)] = []
    private var slots = 0

    init(plan: StreamPlan, port: UInt16, start: UInt64) {
        self.plan = plan
        self.port = port
        self.start = start
        request = Array("GET \(plan.target) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
        nextDue = start
        nextDue = due(slot: 0)
    }

    var hasWork: Bool { !busy.isEmpty || !waiting.isEmpty || !doomed.isEmpty }

    /// When there is something to do that no connection brings.
    var nextWake: UInt64 { min(plan.rate == nil ? .max : nextDue, doomed.map(\.end).min() ?? .max) }

    /// Sends what is due.
    func issue(at now: UInt64, isOver: Bool) {
        hangUp(at: now)
        if !isOver {
            if plan.rate == nil {
                while busy.count + waiting.count < plan.connections { waiting.append(now) }
            }
            while plan.rate != nil, nextDue <= now {
                waiting.append(nextDue)
                slots += 1
                nextDue = due(slot: slots)
            }
        }
        var taken = 0
        while taken < waiting.count, busy.count + doomed.count < plan.connections {
            begin(due: waiting[taken], now)
            taken += 1
        }
        waiting.removeFirst(taken)
    }

    /// Goes on with a busy connection that the kernel is ready for.
    func proceed(_ connection: Connection) {
        let due = connection.due
        switch connection.proceed() {
        case .nothing: return
        case .answered(let answer):
            let now = Clock.now
            if let due { latencies.add((now - min(now, due)) / 1_000) }
            judge(answer)
            leave(connection, keeping: !answer.closes)
        case .closed:
            note("closed", isWrong: true, "the connection was closed instead of an answer")
            leave(connection, keeping: false)
        case .nonsense(let reason):
            note("nonsense", isWrong: true, reason)
            leave(connection, keeping: false)
        }
    }

    /// Gives up what is still unanswered.
    func finish() {
        for connection in busy {
            note("unanswered", isWrong: true, "no answer came")
            connection.close()
        }
        for _ in waiting {
            sent += 1
            note("unsent", isWrong: true, "no connection was free for it in all this time")
        }
        for connection in idle { connection.close() }
        for (connection, _) in doomed { connection.close(abruptly: true) }
        busy = []
        idle = []
        waiting = []
        doomed = []
    }

    /// Each request has a slot of time of the same length, and is due somewhere in it: regular, and not in step with
    /// anything of the host's.
    private func due(slot: Int) -> UInt64 {
        start + UInt64((Double(slot) + Double.random(in: 0..<1)) / (plan.rate ?? 1) * Double(Clock.second))
    }

    private func begin(due: UInt64, _ now: UInt64) {
        sent += 1
        guard let connection = freeConnection(now) else {
            note("unconnected", isWrong: true, "no connection could be made")
            return
        }
        guard plan.hangsUp else {
            busy.append(connection)
            connection.start(request, due: due)
            return
        }
        connection.start(doomedRequest(), due: due)
        doomed.append((connection, now + UInt64.random(in: 0..<(Clock.second / 20))))
        note("dropped", isWrong: false, "")
    }

    private func doomedRequest() -> [UInt8] {
        switch StreamPlan.Hangup.allCases.randomElement() {
        case .inHead: Array(request.prefix(request.count / 2))
        case .inBody: Array("POST \(plan.target) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\n{\"half\":".utf8)
        case .beforeAnswer, nil: request
        }
    }

    private func hangUp(at now: UInt64) {
        for (connection, end) in doomed where end <= now { connection.close(abruptly: Bool.random()) }
        doomed.removeAll { $0.end <= now }
    }

    private func freeConnection(_ now: UInt64) -> Connection? {
        while let connection = idle.popLast() {
            // The host may close one that has been silent for long at the moment in which it is used again.
            if !plan.hangsUp, now - connection.lastUse < Clock.second { return connection }
            connection.close()
        }
        return Connection(port: port)
    }

    private func leave(_ connection: Connection, keeping: Bool) {
        busy.removeAll { $0 === connection }
        if keeping { idle.append(connection) } else { connection.close() }
    }

    private func judge(_ answer: Answer) {
        let isFallback = answer.outcome.hasSuffix("; fallback")
        let isAllowed = plan.allowed.contains(answer.outcome) || (isFallback && plan.allowed.contains("fallback"))
        let body = isFallback ? plan.fallback : plan.reply
        let isRight = answer.status == 200 && isAllowed && (body.map { $0.elementsEqual(answer.body) } ?? true)
        let name = answer.outcome.isEmpty ? "status \(answer.status)" : answer.outcome
        let text = isRight ? "" : "\(answer.status) \(name): \(String(decoding: answer.body.prefix(400), as: UTF8.self))"
        note(name, isWrong: !isRight, text)
    }

    private func note(_ name: String, isWrong: Bool, _ text: String) {
        tally[name, default: 0] += 1
        guard isWrong else { return }
        wrongCount += 1
        if firstWrong == nil { firstWrong = text }
    }
}
