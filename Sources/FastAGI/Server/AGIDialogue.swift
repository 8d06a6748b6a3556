/// Commands and replies, one after the other, with one channel.
final class AGIDialogue {
    /// The most lines that the explanation of a mistake may have.
    private static let longestExplanation = 500

    let limits: AGILimits
    private let connection: AGIConnection
    /// Whether the caller has hung up; a few commands may still be sent.
    private(set) var hasHungUp = false

    init(_ connection: AGIConnection, limits: AGILimits) {
        self.connection = connection
        self.limits = limits
    }

    /// Reads the lines that the PBX begins with.
    ///
    /// - Throws: ``AGIFault`` when they do not end in time, are too many, or are something else.
    func environment() async throws(AGIFault) -> AGIEnvironment {
        let end = ContinuousClock.now + limits.environment
        var environment = AGIEnvironment()
        while true {
            let left = end - .now
            // A line that has come already may be there without an end of time.
            switch left > .zero ? await connection.next(within: left) : .timeUp {
            case .line(""): return environment
            case .line(let line): try environment.add(line, limit: limits.environmentLines)
            case .timeUp: throw .silent(limits.environment)
            case .ended(let reason): throw reason
            }
        }
    }

    /// Sends a command and waits for its reply.
    ///
    /// - Parameter extra: How long the command takes by itself.
    /// - Returns: A reply with the code 200, or 511 when the channel is gone.
    func perform(_ command: AGICommand, lasting extra: Duration = .zero) async throws(AGIFault) -> AGIReply {
        try readWhatNobodyAskedFor()
        connection.send(command)
        let limit = extra + limits.reply
        let end = ContinuousClock.now + limit
        while true {
            let reply = try await self.reply(until: end, limit)
            switch reply.code {
            case 100..<200: continue
            case 200: return reply
            case 511:
                hasHungUp = true
                return reply
            default: throw .refused(command: command.name, code: reply.code)
            }
        }
    }

    /// Sends commands whose replies nobody waits for, as the last thing that is said.
    func leave(with commands: [AGICommand]) async {
        for command in commands { connection.send(command) }
        await connection.finish(within: limits.farewell)
    }

    func close() async { await connection.close() }

    /// Does something that may take long while the channel has nothing to do.
    ///
    /// - Returns: Nil when the caller hung up meanwhile; then the operation is cancelled.
    func wait<Value: Sendable>(for operation: @escaping @Sendable () async -> Value) async throws(AGIFault) -> Value? {
        try readWhatNobodyAskedFor()
        if hasHungUp { return nil }
        let connection = connection
        let end = await withTaskGroup(of: Wait<Value>.self) { tasks in
            tasks.addTask { .value(await operation()) }
            tasks.addTask { .item(await connection.next(within: .seconds(86_400))) }
            let first = await tasks.next()
            tasks.cancelAll()
            return first
        }
        switch end {
        case .value(let value): return value
        case .item(.ended(let reason)): throw reason
        case .item(.line(let line)):
            try heard(line)
            return nil
        case .item(.timeUp), nil: return nil
        }
    }

    private enum Wait<Value: Sendable>: Sendable {
        case value(Value)
        case item(LineBox.Item)
    }

    private func readWhatNobodyAskedFor() throws(AGIFault) {
        while let item = connection.poll() {
            switch item {
            case .line(let line): try heard(line)
            case .ended(let reason): throw reason
            case .timeUp: return
            }
        }
    }

    /// Takes a line that comes between two commands: only the news that the caller has hung up may.
    private func heard(_ line: String) throws(AGIFault) {
        guard let rest = takeHangup(line) else { throw .unasked(AGIEnvironment.beginning(of: line)) }
        guard rest.isEmpty else { throw .unasked(AGIEnvironment.beginning(of: String(rest))) }
    }

    private func reply(until end: ContinuousClock.Instant, _ limit: Duration) async throws(AGIFault) -> AGIReply {
        while true {
            var text = try await line(until: end, limit)[...]
            if let rest = takeHangup(String(text)) {
                if rest.isEmpty { continue }
                text = rest
            }
            guard let reply = AGIReply(String(text)) else { throw .unreadable(AGIEnvironment.beginning(of: String(text))) }
            if reply.isContinued { try await skipExplanation(of: reply, until: end, limit) }
            return reply
        }
    }

    private func skipExplanation(of reply: AGIReply, until end: ContinuousClock.Instant, _ limit: Duration) async throws(AGIFault) {
        for _ in 0..<AGIDialogue.longestExplanation {
            if let last = AGIReply(try await line(until: end, limit)), last.code == reply.code, !last.isContinued { return }
        }
        throw .flood
    }

    private func line(until end: ContinuousClock.Instant, _ limit: Duration) async throws(AGIFault) -> String {
        let left = end - .now
        switch left > .zero ? await connection.next(within: left) : .timeUp {
        case .line(let line): return line
        case .timeUp: throw Task.isCancelled ? .stopping : .silent(limit)
        case .ended(let reason): throw reason
        }
    }

    /// What follows the news that the caller has hung up; nil for any other line. Asterisk before 1.8 sends its end out of band, so
    /// that the reply of a command follows in the same line.
    private func takeHangup(_ line: String) -> Substring? {
        guard line.hasPrefix("HANGUP") else { return nil }
        hasHungUp = true
        return line.dropFirst(6)
    }
}
