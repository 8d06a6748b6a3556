import Synchronization

/// Something that may happen very often and is told seldom.
package final class RepeatedEvent: Sendable {
    private struct State {
        var count = 0
        var nextTime: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let pause: Duration

    /// - Parameter pause: How long nothing is told after it was.
    package init(pause: Duration = .seconds(60)) { self.pause = pause }

    /// Counts it once more.
    ///
    /// - Returns: How often it happened since it was last told, when it is to be told again; otherwise nil.
    package func note(at now: ContinuousClock.Instant = .now) -> Int? {
        state.withLock { state in
            state.count += 1
            if let next = state.nextTime, now < next { return nil }
            state.nextTime = now + pause
            defer { state.count = 0 }
            return state.count
        }
    }
}
