import Glibc
import HTTPText
import NIOCore
import StateStore
import Synchronization
import TextFilters

/// What every sandbox of a host shares.
final class SandboxServices: Sendable {
    let store: any StateStore
    let commits: CommitQueue
    /// Tells of each version that is stored.
    let signal: StateSignal
    let pool: WorkerPool
    /// Who has a worker.
    let seats: WorkerSeats
    /// Who may read or load.
    let places: LoadPlaces
    /// Who may read the state of a version that serves without being loaded.
    let stateReads = LoadPlaces()
    let builder: BundleBuilder
    /// The good bundles of the data folder; nil for a host that keeps nothing.
    let shelf: BundleShelf?
    private let start = ContinuousClock.now
    let activity: ActivityLog
    /// Nil where the kernel or the operator does not let the host make groups.
    let cgroups: WorkerCgroups?
    /// What holds for a sandbox without settings.
    let limits: SandboxLimits
    /// The turns of all sandboxes that may be unanswered.
    let turnPlaces: TurnPlaces
    let watch: LoopWatch
    let redactions = RedactionRegistry()
    /// For what is too large for an event loop.
    let computing = ComputingPool(width: min(max(System.coreCount, 2), 8))
    /// For reading files and states, and for edits by hand: what a large state takes is no work for the threads that all tasks share.
    let reading = ComputingPool(width: min(max(System.coreCount, 2), 8))
    /// For snapshots, which nobody waits for.
    let keeping = ComputingPool(width: 1, isLast: true)
    /// Milliseconds since 1970 at which the host started.
    private let epoch: UInt64
    private let lastTurn = Atomic<UInt64>(0)

    init(
        store: any StateStore, commits: CommitQueue, signal: StateSignal, pool: WorkerPool, activity: ActivityLog,
        cgroups: WorkerCgroups?, watch: LoopWatch, shelf: BundleShelf?, configuration: HostConfiguration,
        places: LoadPlaces = LoadPlaces()
    ) {
        self.watch = watch
        self.places = places
        seats = WorkerSeats(limit: configuration.workerLimit)
        builder = BundleBuilder(
            folder: configuration.handlersFolder, ceilings: configuration.ceilings, secrets: configuration.secrets,
            transformer: ModuleTransformer(program: configuration.transformer))
        self.shelf = shelf
        self.cgroups = cgroups
        limits = configuration.defaultLimits
        turnPlaces = TurnPlaces(limit: configuration.turnLimit)
        self.store = store
        self.commits = commits
        self.signal = signal
        self.pool = pool
        self.activity = activity
        epoch = UInt64(clamping: Self.now)
    }

    /// The time since the host started.
    var uptime: Duration { start.duration(to: .now) }

    func nextTurn() -> TurnID {
        TurnID(epoch: epoch, number: lastTurn.add(1, ordering: .relaxed).newValue)
    }

    /// Keeps what happened in a turn. Looking for secrets and numbers in a large one is no work for an event loop.
    func keep(_ record: TurnRecord, of name: SandboxName, hiding redaction: Redaction) {
        guard !redaction.isEmpty || activity.isFiltering else { return activity.append(.turn(record)) }
        let keep = { @Sendable [activity] in activity.append(.turn(redaction.isEmpty ? record : record.filtered(by: redaction))) }
        if record.weight > ComputingPool.largeText { computing.submit(for: name, keep) } else { keep() }
    }

    func note(_ kind: HostEvent.Kind, sandbox: SandboxName?, bundle: String? = nil, _ message: String) {
        let shown = sandbox.flatMap { redactions[$0] }?.text(message) ?? message
        activity.append(.event(HostEvent(time: Self.now, sandbox: sandbox?.text, kind: kind, bundle: bundle, message: shown)))
    }

    /// The nanoseconds since the start of the machine that there will be after `duration`.
    static func bootTime(in duration: Duration) -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        let (nanoseconds, overflow) = duration.microseconds.multipliedReportingOverflow(by: 1_000)
        let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        let (end, overflowToo) = now.addingReportingOverflow(nanoseconds)
        return overflow || overflowToo ? (duration < .zero ? 0 : .max) : UInt64(clamping: end)
    }

    /// Milliseconds since 1970.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
