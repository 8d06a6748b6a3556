import HTTPText
import NIOCore
import StateStore
import Synchronization
import TextFilters
import WorkerProtocol

/// One sandbox in operation: its turns, its worker and the version of its state.
///
/// Everything happens on one event loop, which is the actor's executor. Turns begin in the worker one after another, and end in the
/// order in which they have nothing more to wait for; a turn's reply leaves when its change of state is stored, and not before those
/// of the turns that ended before it.
actor LiveSandbox {
    nonisolated let name: SandboxName
    // Never written after it was made, and never freed.
    nonisolated(unsafe) let noteName: UnsafePointer<CChar>
    nonisolated let loop: any EventLoop
    private nonisolated let executor: any SerialExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let services: SandboxServices
    let clock = ContinuousClock()
    /// Where it is noted what the event loop does for this sandbox.
    private let loopNote: LoopNote
    private let loopNumber: UInt32
    private nonisolated let orders = Mutex(OrderLine())
    /// Has ``work()`` called soon, by a task.
    private nonisolated let wake: @Sendable (LiveSandbox) -> Void
    /// What request tasks may look at without waiting for the event loop.
    private nonisolated let published = Mutex<ServedBundle?>(nil)
    /// What the files have become and nobody has seen to yet: the newest only.
    nonisolated let renewal = Mutex<SandboxRenewal?>(nil)
    private nonisolated let lastUseMicroseconds = Atomic<Int64>(0)
    private nonisolated let settled = Atomic<Bool>(false)
    /// Of the places for turns of the whole host.
    nonisolated let turnShare = TurnPlaces.Share()

    /// The version that serves, nil before the first one has loaded.
    private(set) var served: ServedBundle?
    /// Why the newest files do not serve, nil when they do.
    var problem: String?
    /// What the callers get while there is a problem and nothing serves.
    var problemOutcome = Outcome.loadFailed
    /// The newest bundle, whether or not it loads: its fallback answers when nothing else can.
    var newest: Bundle? {
        didSet {
            renewRedaction()
            limitFirstWaiters()
        }
    }
    /// Whether the files have become something since that makes no bundle.
    var isNewestRefused = false
    /// Hides the secrets of the version that serves and of the newest one.
    private(set) var redaction = Redaction([])
    var generations = 0

    /// The worker that turns go to, nil while there is none.
    var worker: Worker? {
        didSet {
            guard (worker == nil) != (oldValue == nil) else { return }
            if worker == nil { services.seats.leave(self) } else { services.seats.take(self) }
        }
    }
    /// A worker that is loading a bundle.
    var candidate: Candidate?
    /// The place that it loads in; nil while nothing loads.
    var loadPlace: LoadPlaces.Place? { didSet { hasToGiveWay = false } }
    /// Whether that place is to be handed back, since others wait for it.
    var hasToGiveWay = false
    var isOpening = false
    /// Waits for the end of a process whose socket has closed; blocks.
    var reaping: @Sendable (Int32) -> WorkerExit = { WorkerExit.reaping($0) }
    /// Whether turns are held back, because a new version takes over.
    var isHeld = false
    var workerNumber = 0
    /// How often the newest bundle lacked something when it was loaded; nil when that has not happened.
    var retry: RetryPause?
    /// When that is tried again.
    var nextAttempt: Scheduled<Void>?
    /// What is tried then.
    var postponed: PostponedLoad?
    /// Holds the next worker back when one after another dies.
    var restart = RestartPause()
    /// Why the system refused a process since the latest one ended; nil when it has refused none.
    var refusal: TurnFault?

    /// Turns in the order in which they came: not sent, and sent. Then those that were reported and not answered, in the order in
    /// which they ended.
    var waiting = WaitingTurns()
    var running = CircularBuffer<Turn>()
    var finished = CircularBuffer<Turn>()
    var lastNumber: UInt64 = 0
    /// About how much CPU time a turn takes of late, in microseconds.
    var usualCost = 1_000
    /// How many reports of turns the worker has sent, and up to which of them everything is stored.
    var reports: UInt64 = 0
    var settledReport: UInt64 = 0
    /// Runs that the worker was told to undo and has still to report, by their numbers.
    var rewound: [UInt64: Turn] = [:]
    /// What threads do with the shapes of workers' states at the moment, by the workers' numbers.
    var shapeWork: [Int: ShapeWork] = [:]
    var isSweeping = false
    /// Whether the orders are carried out and nothing runs any more.
    private(set) var hasEnded = false
    private nonisolated let closing = Atomic<Bool>(false)
    /// Whether nothing is loaded any more.
    nonisolated var isClosing: Bool { closing.load(ordering: .relaxed) }
    /// Whether somebody needs what is being read for a worker.
    nonisolated var goesOnLoading: Bool { !isClosing && !isAbandoned.load(ordering: .relaxed) }
    /// Resumed when no turn is running or waiting for the store.
    var quietWaiters: [CheckedContinuation<Void, Never>] = []

    /// Since which version the same callers are let in.
    private var accessGeneration = 0

    /// Whether a version serves, or it is known why none does.
    private var isSettled: Bool { settled.load(ordering: .relaxed) }
    /// Resumed then, with true.
    private var firstWaiters: [Int: FirstWaiter] = [:]
    private var lastWaiter = 0

    /// Says when something of the stored state has expired.
    private(set) lazy var expiry = ExpiryClock { [weak self, loop] places in
        let sandbox = self
        loop.execute { sandbox?.assumeIsolated { $0.expire(places) } }
    }
    /// Whether something of the stored state may expire.
    var mayExpire = false
    /// Whether it was told that the state has times that are none.
    var hasToldOfTimes = false
    /// Set when nobody waits any longer: what is being read for a worker is not needed.
    nonisolated let isAbandoned = Atomic<Bool>(false)
    /// Set from a request that finds nothing serving until the catalogue has seen to that.
    nonisolated let isAskedFor = Atomic<Bool>(false)

    /// The newest version that is stored, and the turn that made it.
    var stored = StateHead()
    /// The newest version that a patch on its way to the store makes.
    var expected = StateHead()

    /// - Parameter wake: Called when there is something to do; has ``work()`` called. Nobody works as long as there is nothing: most
    ///   sandboxes of a large host rest.
    init(name: SandboxName, loop: any EventLoop, services: SandboxServices, wake: @escaping @Sendable (LiveSandbox) -> Void) {
        self.name = name
        noteName = CrashNote.name(name.text)
        self.loop = loop
        executor = loop.executor
        self.services = services
        loopNote = services.watch.note(of: loop)
        loopNumber = services.watch.number(of: name.text)
        self.wake = wake
        services.turnPlaces.join(turnShare) { [weak self, loop] in
            let sandbox = self
            loop.execute { sandbox?.assumeIsolated { $0.giveUpPlace() } }
        }
    }

    /// Notes what the event loop does for the sandbox, until ``endStep()``.
    func begin(_ step: LoopStep) { loopNote.begin(step, sandbox: loopNumber) }

    func endStep() { loopNote.end() }

    /// The version that serves at this moment.
    nonisolated var current: ServedBundle? { published.withLock { $0 } }

    /// How it is, for those who only count.
    nonisolated var condition: Condition {
        if current != nil { .serving } else { settled.load(ordering: .relaxed) ? .failing : .loading }
    }

    enum Condition { case loading, serving, failing }

    /// Carries out the orders that there are, and ends behind the last one after ``close()``.
    nonisolated func work() async {
        guard orders.withLock({ $0.begin() }) else { return }
        while true {
            switch orders.withLock({ $0.next() }) {
            case .order(let order): await perform(order)
            case .nothing: return
            case .end: return await end()
            }
        }
    }

    /// - Returns: Whether it will be carried out; false after ``close()``.
    @discardableResult
    nonisolated func give(_ order: SandboxOrder) -> Bool {
        let (isTaken, isAsleep) = orders.withLock { $0.append(order) }
        if isAsleep { wake(self) }
        return isTaken
    }

    /// Takes no more orders and gives up what loads. The next ``work()`` ends the sandbox behind the orders given so far.
    nonisolated func close() {
        orders.withLock { $0.isClosed = true }
        closing.store(true, ordering: .relaxed)
        services.places.drop(name)
        services.stateReads.drop(name)
        loop.execute { self.assumeIsolated { $0.giveUpLoading() } }
    }

    private func giveUpLoading() {
        nextAttempt?.cancel()
        candidate?.worker.kill()
        candidate?.resolve(.failure(.ended))
        // Nothing is handed over any more.
        for waiter in quietWaiters { waiter.resume() }
        quietWaiters.removeAll()
    }

    /// Has the sandbox see to what its files have become. Only the newest counts that it has not seen to.
    nonisolated func renew(_ newest: SandboxRenewal) {
        let isFirst = renewal.withLock { renewal in
            defer { renewal = newest }
            return renewal == nil
        }
        if isFirst { give(.renew) }
    }

    /// Has a bundle loaded once more, unless its files have changed meanwhile.
    nonisolated func loadAgain(_ bundle: Bundle, _ urgency: Urgency = .asked) {
        let isFirst = renewal.withLock { renewal in
            guard renewal == nil else { return false }
            renewal = .built(BuiltBundle(bundle: bundle, routes: nil), urgency)
            return true
        }
        if isFirst { give(.renew) }
    }

    /// When it was last used, as time since the host started. One that is at work counts as used when it is looked at.
    nonisolated var lastUse: Duration { .microseconds(lastUseMicroseconds.load(ordering: .relaxed)) }

    func noteUse() { lastUseMicroseconds.store(services.uptime.microseconds, ordering: .relaxed) }

    /// Lets the worker go if nothing is under way.
    nonisolated func evict() { loop.execute { self.assumeIsolated { $0.evictIfIdle() } } }

    /// Runs one turn and returns what its caller gets.
    nonisolated func run(_ request: IncomingRequest) async -> TurnReply {
        await withCheckedContinuation { continuation in
            let admit: @Sendable () -> Void = {
                CrashNote.during("a request", for: self.noteName) {
                    self.assumeIsolated { $0.admit(request) { continuation.resume(returning: $0) } }
                }
            }
            // The connection may live on the sandbox's own loop: then there is nothing to wait for.
            if loop.inEventLoop { admit() } else { loop.execute(admit) }
        }
    }

    /// Waits until a version serves, or it is known why none does; that is seen to before what nobody waits for.
    ///
    /// - Parameters:
    ///   - limit: How long to wait, nil for as long as it takes.
    ///   - received: When the request arrived that waits; its time is over when the newest settings say so.
    /// - Returns: False when it took longer, or when too many wait already.
    func firstLoaded(within limit: TimeAmount? = nil, since received: ContinuousClock.Instant? = nil) async -> Bool {
        guard !isSettled, !hasEnded else { return true }
        guard firstWaiters.count < services.limits.turns else { return false }
        lastWaiter += 1
        let number = lastWaiter
        var timer: Scheduled<Void>?
        if let limit {
            timer = loop.scheduleTask(in: limit) {
                self.assumeIsolated { $0.firstWaiters.removeValue(forKey: number)?.continuation.resume(returning: false) }
            }
        }
        let isLoaded = await withCheckedContinuation { continuation in
            // The loop may have settled it on the way here.
            guard !isSettled else { return continuation.resume(returning: true) }
            let waiter = FirstWaiter(continuation: continuation, received: received)
            firstWaiters[number] = waiter
            limitWait(number, waiter)
            services.places.hurry(name)
            services.stateReads.hurry(name)
        }
        timer?.cancel()
        return isLoaded
    }

    private func limitFirstWaiters() {
        for (number, waiter) in firstWaiters { limitWait(number, waiter) }
    }

    /// A caller waits no longer than the newest settings say, as soon as they are known.
    private func limitWait(_ number: Int, _ waiter: FirstWaiter) {
        guard let received = waiter.received, let wall = newest?.settings.limits.wall else { return }
        let left = max(wall - received.duration(to: clock.now), .zero)
        loop.scheduleTask(in: TimeAmount(left)) { [weak self] in
            self?.assumeIsolated { _ = $0.firstWaiters.removeValue(forKey: number)?.continuation.resume(returning: false) }
        }
    }

    private func settle() {
        settled.store(true, ordering: .relaxed)
        for waiter in firstWaiters.values { waiter.continuation.resume(returning: true) }
        firstWaiters.removeAll()
    }

    /// Whether somebody waits for an answer of this sandbox.
    var isAwaited: Bool { !firstWaiters.isEmpty || !waiting.isEmpty }

    func serve(_ bundle: ServedBundle) {
        if served?.admission.rules != bundle.admission.rules { accessGeneration = bundle.generation }
        served = bundle
        renewRedaction()
        published.withLock { $0 = bundle }
    }

    /// Whether the rules by which a caller was let in are those of the version that serves.
    func isAdmitted(_ request: IncomingRequest) -> Bool {
        request.admittedBy >= accessGeneration || served?.admission.rules.isOpen ?? true
    }

    private func renewRedaction() {
        let secrets = [served?.bundle, newest].compactMap { $0?.settings.secrets.redaction }
        redaction = secrets.reduce(Redaction([])) { $0.union($1) }
        services.redactions[name] = redaction
    }

    private func perform(_ order: SandboxOrder) async {
        switch order {
        case .renew:
            if let newest = renewal.withLock({ $0.take() }) { await see(to: newest) }
            settle()
        case .open: await open()
        case .edit(let edit): await make(edit)
        }
    }

    /// Answers everybody who still waits and lets the worker go. What is on its way to the store is answered from there.
    private func end() {
        hasEnded = true
        services.watch.forget(loopNumber)
        services.turnPlaces.part(turnShare)
        expiry.end()
        settle()
        candidate?.worker.kill()
        worker?.kill()
        worker = nil
        for turn in running where !turn.isAnswered { fail(turn, Self.endFault) }
        for turn in waiting { fail(turn, Self.endFault) }
        running.removeAll()
        waiting.removeAll()
    }

    /// What they are told who come or wait when nothing is left to answer them.
    static let endFault = TurnFault(.notFound, "the sandbox was removed or the host is stopping")
}

/// A version of a state and the turn that made it.
struct StateHead: Sendable, Equatable {
    var version: Int64 = 0
    var turn: String?
}
