/// How long a sandbox whose worker keeps dying waits for its next one.
///
/// The first few deaths cost nothing: a handler that loops for one caller must not cost the others theirs. Then each one
/// doubles the pause; what lives for a while makes it shorter again.
struct RestartPause: Sendable {
    /// So many deaths are followed by a start at once.
    static let freeDeaths = 3
    static let shortest = Duration.milliseconds(100)
    static let longest = Duration.seconds(30)
    /// For every such time without a death one death is forgotten.
    static let forgetting = Duration.seconds(10)

    /// Between two attempts when the system refused a process, which says nothing of the sandbox.
    static let afterRefusal = Duration.seconds(1)

    /// The deaths that were not forgotten at the latest one.
    private var counted = 0
    private var lastDeath: ContinuousClock.Instant?
    private var end: ContinuousClock.Instant?

    /// Notes a death at `now`.
    ///
    /// - Returns: The pause that begins with it; nil for none.
    mutating func died(at now: ContinuousClock.Instant) -> Duration? {
        counted = deaths(at: now) + 1
        lastDeath = now
        let doublings = counted - Self.freeDeaths - 1
        guard doublings >= 0 else { return nil }
        let pause = doublings < 10 ? min(Self.shortest * (1 << doublings), Self.longest) : Self.longest
        end = now.advanced(by: pause)
        return pause
    }

    /// Notes at `now` that the system refused a process. It is no death.
    mutating func wasRefused(at now: ContinuousClock.Instant) {
        end = max(end ?? now, now.advanced(by: Self.afterRefusal))
    }

    /// What is left of the pause at `now`; nil when a worker may start.
    func left(at now: ContinuousClock.Instant) -> Duration? {
        guard let end, now < end else { return nil }
        return now.duration(to: end)
    }

    /// The deaths that are not forgotten at `now`. Time in a pause is no time that a worker lived.
    func deaths(at now: ContinuousClock.Instant) -> Int {
        guard let start = [lastDeath, end].compactMap({ $0 }).max(), start < now else { return counted }
        return max(0, counted - Int(start.duration(to: now) / Self.forgetting))
    }
}
