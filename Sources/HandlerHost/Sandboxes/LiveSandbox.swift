import NIOCore
import StateStore
import Synchronization
import WorkerProtocol

/// One sandbox in operation: its turns, its worker and the version of its state.
///
/// Everything happens on one event loop, which is the actor's executor. Turns begin in the worker one after another, and end in the
/// order in which they have nothing more to wait for; a turn's reply leaves when its change of state is stored, and not before those
/// of the turns that ended before it.
actor LiveSandbox {
    nonisolated let name: SandboxName
    nonisolated let loop: any EventLoop
    private nonisolated let executor: any SerialExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let services: SandboxServices
    let clock = ContinuousClock()
    /// Where it is noted what the event loop does for this sandbox.
    private let loopNote: LoopNote
    private let loopNumber: UInt32
    private nonisolated let orders: AsyncStream<SandboxOrder>
    private nonisolated let orderInput: AsyncStream<SandboxOrder>.Continuation
    /// What request tasks may look at without waiting for the event loop.
    private nonisolated let published = Mutex<ServedBundle?>(nil)

    /// The version that serves, nil before the first one has loaded.
    private(set) var served: ServedBundle?
    /// Why the newest files do not serve, nil when they do.
    var problem: String?
    /// The newest bundle, whether or not it loads: its fallback answers when nothing else can.
    var newest: Bundle? { didSet { renewRedaction() } }
    /// Hides the secrets of the version that serves and of the newest one.
    private(set) var redaction = Redaction([])
    var generations = 0

    /// The worker that turns go to, nil while there is none.
    var worker: Worker?
    /// A worker that is loading a bundle.
    var candidate: Candidate?
    var isOpening = false
    /// Whether turns are held back, because a new version takes over.
    var isHeld = false
    var workerNumber = 0
    /// Holds the next worker back when one after another dies.
    var restart = RestartPause()

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
    /// The report of a running turn that is being checked; nil while none is.
    var checking: LargeReport?
    var isSweeping = false
    /// Whether the orders are carried out and nothing runs any more.
    private(set) var hasEnded = false
    var idleSince: ContinuousClock.Instant
    /// Resumed when no turn is running or waiting for the store.
    var quietWaiters: [CheckedContinuation<Void, Never>] = []

    /// Resumed when a first version serves, or cannot.
    private var firstWaiters: [CheckedContinuation<Void, Never>] = []

    /// What of the stored state expires, and when.
    var expiry = ExpirySchedule()
    /// Runs when something has expired.
    var expiryTimer: Scheduled<Void>?
    /// Whether what has expired is being removed.
    var isExpiring = false

    /// The newest version that is stored, and the turn that made it.
    var stored = StateHead()
    /// The newest version that a patch on its way to the store makes.
    var expected = StateHead()

    init(name: SandboxName, loop: any EventLoop, services: SandboxServices) {
        self.name = name
        self.loop = loop
        executor = loop.executor
        self.services = services
        loopNote = services.watch.note(of: loop)
        loopNumber = services.watch.number(of: name.text)
        idleSince = clock.now
        (orders, orderInput) = AsyncStream.makeStream()
    }

    /// Notes what the event loop does for the sandbox, until ``endStep()``.
    func begin(_ step: LoopStep) { loopNote.begin(step, sandbox: loopNumber) }

    func endStep() { loopNote.end() }

    /// The version that serves at this moment.
    nonisolated var current: ServedBundle? { published.withLock { $0 } }

    /// Carries orders out until ``close()``.
    nonisolated func run() async {
        for await order in orders { await perform(order) }
        await end()
    }

    /// - Returns: Whether it will be carried out; false after ``close()``.
    @discardableResult
    nonisolated func give(_ order: SandboxOrder) -> Bool {
        if case .enqueued = orderInput.yield(order) { true } else { false }
    }

    /// Lets ``run()`` end after the orders given so far.
    nonisolated func close() { orderInput.finish() }

    /// Runs one turn and returns what its caller gets.
    nonisolated func run(_ request: IncomingRequest) async -> TurnReply {
        await withCheckedContinuation { continuation in
            let admit: @Sendable () -> Void = {
                self.assumeIsolated { $0.admit(request) { continuation.resume(returning: $0) } }
            }
            // The connection may live on the sandbox's own loop: then there is nothing to wait for.
            if loop.inEventLoop { admit() } else { loop.execute(admit) }
        }
    }

    /// Returns when a first version serves, or cannot.
    func firstLoaded() async {
        guard served == nil, problem == nil, !hasEnded else { return }
        await withCheckedContinuation { firstWaiters.append($0) }
    }

    private func noteFirstLoaded() {
        guard served != nil || problem != nil || hasEnded else { return }
        for waiter in firstWaiters { waiter.resume() }
        firstWaiters.removeAll()
    }

    func serve(_ bundle: ServedBundle) {
        served = bundle
        renewRedaction()
        published.withLock { $0 = bundle }
    }

    private func renewRedaction() {
        let secrets = [served?.bundle, newest].compactMap { $0?.settings.secrets.redaction }
        redaction = secrets.reduce(Redaction([])) { $0.union($1) }
        services.redactions[name] = redaction
    }

    private func perform(_ order: SandboxOrder) async {
        switch order {
        case .adopt(let bundle, let completion):
            await adopt(bundle)
            noteFirstLoaded()
            completion()
        case .reject(let error):
            fail(loading: error.description, bundle: nil)
            noteFirstLoaded()
        case .open: await open()
        case .evict: evictIfIdle()
        case .edit(let edit): await make(edit)
        }
    }

    /// Answers everybody who still waits and lets the worker go. What is on its way to the store is answered from there.
    private func end() {
        hasEnded = true
        services.watch.forget(loopNumber)
        expiryTimer?.cancel()
        noteFirstLoaded()
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
