import JSONText
import NIOCore
import NIOPosix
import StateStore

/// Knows what of one sandbox's state expires and when, and says so when something is due.
///
/// Runs on a thread that all sandboxes share for this alone: a state may have any number of entries, and no request waits for them.
actor ExpiryClock {
    /// The most places that are named at once: one turn removes them.
    private static let groupLimit = 250
    /// The longest time that a timer runs, in milliseconds: the machine's clock may be set meanwhile.
    private static let longestTimer: Int64 = 60_000
    private static let thread = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// Starts the thread. Later, the system may have none.
    static func prepare() { _ = thread }

    nonisolated let loop: any EventLoop
    private nonisolated let executor: any SerialExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let pauseAfterFailure: TimeAmount
    private let isDue: @Sendable (ExpiredPlaces) -> Void
    private var schedule = ExpirySchedule()
    private var timer: Scheduled<Void>?
    /// When a removal is tried again that failed; nil when none has.
    private var retry: NIODeadline?
    /// Whether what was named is being removed.
    private var isRemoving = false
    private var hasEnded = false

    /// - Parameters:
    ///   - pauseAfterFailure: How long after a removal that failed the next one is tried.
    ///   - isDue: Told of what is due; nothing else is named before ``removed(_:succeeded:)``.
    init(pauseAfterFailure: TimeAmount = .seconds(10), isDue: @escaping @Sendable (ExpiredPlaces) -> Void) {
        loop = Self.thread.next()
        executor = loop.executor
        self.pauseAfterFailure = pauseAfterFailure
        self.isDue = isDue
    }

    /// Takes over what of a state that was read expires.
    nonisolated func use(_ schedule: ExpirySchedule) {
        run { clock in
            clock.schedule = schedule
            clock.setTimer()
        }
    }

    /// Follows a patch that is stored.
    nonisolated func note(_ patch: StatePatch) {
        run { clock in
            clock.schedule.apply(patch)
            clock.setTimer()
        }
    }

    /// Goes on after a removal of what was named.
    ///
    /// - Parameter succeeded: Whether the places are gone.
    nonisolated func removed(_ places: ExpiredPlaces, succeeded: Bool) {
        run { $0.goOn(after: places, succeeded: succeeded) }
    }

    nonisolated func end() {
        run { clock in
            clock.hasEnded = true
            clock.timer?.cancel()
            clock.schedule = ExpirySchedule()
        }
    }

    /// Does something after everything that was asked for before.
    private nonisolated func run(_ body: @escaping @Sendable (isolated ExpiryClock) -> Void) {
        loop.execute { self.assumeIsolated(body) }
    }

    private func goOn(after places: ExpiredPlaces, succeeded: Bool) {
        isRemoving = false
        retry = succeeded ? nil : .now() + pauseAfterFailure
        guard succeeded else { return setTimer() }
        // The patch has dropped them, unless there was nothing there: then there is nothing left to do either.
        let now = SandboxServices.now
        for place in places.pointers {
            if let due = schedule[place], due <= now { schedule.apply(.expire(place, at: nil)) }
        }
        setTimer()
    }

    /// Sets the timer to when the next place is due.
    private func setTimer() {
        guard let due = schedule.nextDue else {
            timer?.cancel()
            timer = nil
            return
        }
        // Both are times of a calendar: their difference is no extreme number.
        let left = max(due, StatePatch.times.lowerBound) - min(max(SandboxServices.now, 0), StatePatch.times.upperBound)
        timer?.cancel()
        timer = nil
        guard !isRemoving, !hasEnded else { return }
        let next = NIODeadline.now() + .milliseconds(min(max(left, 0), Self.longestTimer))
        timer = loop.scheduleTask(deadline: max(next, retry ?? next)) { self.assumeIsolated { $0.look() } }
    }

    private func look() {
        guard !hasEnded else { return }
        let places = schedule.due(at: SandboxServices.now, limit: Self.groupLimit)
        guard !places.isEmpty else { return setTimer() }
        isRemoving = true
        isDue(ExpiredPlaces(places))
    }
}
