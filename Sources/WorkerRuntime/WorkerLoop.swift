package import ScriptEngine
package import WorkerProtocol

/// A worker's life: one virtual machine, one socket, one frame after another until the host hangs up.
package final class WorkerLoop {
    private let engine = ScriptEngine()
    private let runtime: Script
    private let reply = ReplyCollector()
    private let timers = TimerQueue()
    private let writer: ReplyWriter
    private let socket: Int32
    private let progress: ProgressMark?
    /// A realm with the runtime and nothing else in it, for the next bundle.
    private var fresh: SandboxRealm?
    /// The realm that turns run in.
    private var realm: SandboxRealm?
    /// CPU time when the turn before ended. Waiting for the next one costs none, so that one look at the clock does for both.
    private var cpuMark: UInt64 = 0
    /// The turns that wait for something, by their numbers.
    private var waiting: [UInt64: WaitingTurn] = [:]
    /// Whether ``fresh`` has some of the state that the next bundle starts from.
    private var isGathering = false
    /// Whether the heap has garbage that is worth a collection: the text of a large state, or what many turns left of one.
    private var hasLeftovers = false
    /// Whether the realm's state was large when it was loaded.
    private var isLarge = false
    /// How many turns have begun since the garbage was collected.
    private var turnsSinceCollection = 0
    /// How many turns were reported.
    private var reports: UInt64 = 0

    /// The bytes of a state from which on its text is worth a collection of its own.
    private static let leftoverByteCount = 1 << 20
    /// After how many turns on a large state the engine may have let its heap double.
    private static let leftoverTurns = 1_000
    /// How long nothing has to be asked for before that, in nanoseconds: it holds up a turn for some 30 ms.
    private static let leftoverPause: UInt64 = 100_000_000

    /// Makes the machine and loads the runtime, so that the first bundle finds them ready.
    ///
    /// - Parameters:
    ///   - socket: Connected to the host.
    ///   - progress: Where the host sees which turn has begun.
    /// - Throws: ``ScriptError`` if the runtime's own scripts do not run.
    package convenience init(socket: Int32, progress: ProgressMark? = nil) throws(ScriptError) {
        try self.init(socket: socket, progress: progress, source: RuntimeSource.script)
    }

    /// - Parameter source: ``RuntimeSource/script``, or what a test makes of it.
    init(socket: Int32, progress: ProgressMark?, source: [UInt8]) throws(ScriptError) {
        self.socket = socket
        self.progress = progress
        runtime = try source.withBytes { [engine] (bytes) throws(ScriptError) in
            try Script(utf8: bytes, file: RuntimeSource.file, in: engine)
        }
        writer = ReplyWriter(socket: socket)
        fresh = try SandboxRealm(engine: engine, runtime: runtime, reply: reply, timers: timers)
    }

    /// Runs until the host hangs up.
    ///
    /// - Parameter missing: What the host has to know of the worker's jail.
    /// - Throws: ``FrameError`` when the host says something that is no frame.
    package func run(missing: Set<JailPart> = []) throws(FrameError) {
        writer.startWatching()
        writer.append { ReadyReport(missing: missing).encode(into: &$0) }
        writer.flush()
        var reader = FrameReader(socket: socket)
        while true {
            if hasLeftovers, timers.isEmpty, !reader.waits(until: BootClock.now + Self.leftoverPause) { removeLeftovers() }
            if timers.isEmpty || reader.waits(until: timers.next ?? 0) { guard reader.fill() else { return } }
            // One frame, and what is due: a full socket keeps nobody waiting who waits already.
            repeat { fireTimers() } while try reader.next({ (kind, body) throws(FrameError) in try handle(kind, body) })
            writer.flush()
        }
    }

    private func handle(_ kind: HostFrameKind, _ body: UnsafeRawBufferPointer) throws(FrameError) {
        switch kind {
        case .state: gather(body)
        case .load: load(try LoadOrder(decoding: body))
        case .turn: run(try TurnOrder(decoding: body))
        case .rewind: rewind(try RewindOrder(decoding: body))
        case .cancel: end(try CancelOrder(decoding: body).number, .cancelled)
        }
    }

    /// Takes a part of the text of the state that the next bundle starts from.
    private func gather(_ piece: UnsafeRawBufferPointer) {
        if !isGathering { letGo() }
        isGathering = true
        // Without a realm the load fails, too, and says why.
        try? freshRealm().addState(piece)
    }

    private func load(_ order: LoadOrder) {
        if !isGathering { letGo() }
        isGathering = false
        writer.begin(turn: 0)
        let report: LoadReport
        do throws(ScriptError) {
            let next = try freshRealm()
            fresh = nil
            report = next.load(order)
            realm = next
            isLarge = order.stateByteCount >= Self.leftoverByteCount
            hasLeftovers = isLarge
            cpuMark = CPUTime.now
        } catch {
            report = LoadReport(failure: ScriptFailure(name: "", message: error.description))
        }
        writer.append { report.encode(into: &$0) }
    }

    /// Ends what the realm runs, and the realm: two of them at once would count against the memory limit.
    private func letGo() {
        realm = nil
        waiting.removeAll()
        timers.removeAll()
    }

    /// The heap would grow on top of them before the engine collects by itself.
    private func removeLeftovers() {
        hasLeftovers = false
        turnsSinceCollection = 0
        engine.collectGarbage()
        cpuMark = CPUTime.now
    }

    private func freshRealm() throws(ScriptError) -> SandboxRealm {
        if let fresh { return fresh }
        let made = try SandboxRealm(engine: engine, runtime: runtime, reply: reply, timers: timers)
        fresh = made
        return made
    }

    private func run(_ order: TurnOrder) {
        writer.begin(turn: order.number)
        turnsSinceCollection += 1
        if isLarge, turnsSinceCollection >= Self.leftoverTurns { hasLeftovers = true }
        if BootClock.now >= order.expiry {
            reply.expire()
        } else if let realm {
            progress?.begin(turn: order.number)
            realm.run(order, report: reports + 1)
        } else {
            reply.begin()
        }
        leave(WaitingTurn(number: order.number, budgetMicroseconds: order.budgetMicroseconds))
        pickWaiting()
    }

    private func rewind(_ order: RewindOrder) {
        // They may have read what is undone.
        for number in waiting.keys.sorted() { end(number, .cancelled) }
        realm?.rewind(to: order.report)
    }

    /// Ends a turn if it waits.
    private func end(_ number: UInt64, _ ending: TurnReport.Ending) {
        guard let turn = waiting.removeValue(forKey: number) else { return }
        realm?.drop(number)
        reply.end(ending, with: turn.log)
        report(turn)
    }
}

extension WorkerLoop {
    /// Calls what is due at this moment.
    private func fireTimers() {
        guard !timers.isEmpty else { return }
        let now = BootClock.now
        while let timer = timers.takeDue(at: now) {
            wake(timer.turn, token: timer.token)
            pickWaiting()
        }
    }

    private func wake(_ number: UInt64, token: UInt64) {
        guard let turn = waiting.removeValue(forKey: number), let realm else { return }
        writer.begin(turn: number)
        progress?.enter(turn: number)
        realm.wake(turn, token: token, report: reports + 1)
        leave(turn)
    }

    /// Ends those that wait for nothing any more, or in vain.
    private func pickWaiting() {
        while !waiting.isEmpty, let pick = realm?.pick() {
            switch pick {
            case .stale(let number): end(number, .stale)
            case .settled(let number): wake(number, token: 0)
            }
        }
    }

    /// Keeps a turn that waits, and reports one that has ended.
    private func leave(_ turn: WaitingTurn) {
        var turn = turn
        progress?.leave()
        let now = CPUTime.now
        turn.cpuNanoseconds += now - cpuMark
        cpuMark = now
        if reply.isSuspended {
            turn.log = reply.log
            waiting[turn.number] = turn
        } else {
            report(turn)
        }
    }

    private func report(_ turn: WaitingTurn) {
        reports += 1
        let used = UInt32(clamping: turn.cpuNanoseconds / 1_000)
        writer.append { reply.content.encode(number: turn.number, cpuMicroseconds: used, into: &$0) }
    }
}
