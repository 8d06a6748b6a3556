import HTTPText
import Synchronization

/// Who is let in to a version of a sandbox, and how many of them.
final class Admission: Sendable {
    let rules: AccessRules
    private let rate: RateLimit?
    private let bucket = Mutex(TokenBucket())
    private let callerRate: RateLimit?
    private let callers: CallerBuckets?
    private let start = ContinuousClock.now

    init(_ settings: SandboxSettings) {
        rules = settings.access
        rate = settings.limits.rate
        callerRate = settings.limits.callerRate
        callers = settings.limits.callerRate.map { CallerBuckets($0) }
    }

    /// A rate that a request is over.
    struct Excess {
        /// For whoever is to understand it.
        let detail: String
        let retryAfter: Duration
    }

    /// Counts a request.
    ///
    /// The caller's own rate is looked at first, so that one who is over it takes nothing from the others.
    ///
    /// - Returns: The rate that it is over; nil when it may go on.
    func excess(caller: String, now: ContinuousClock.Instant) -> Excess? {
        if let callers, let callerRate, let wait = callers.take(IPAddress(caller) ?? .unknown, now: nanoseconds(now)) {
            return Excess("callerRate \(callerRate.text) exceeded by \(caller.isEmpty ? "callers whom nobody knows" : caller)", wait)
        }
        if let rate, let wait = bucket.withLock({ $0.take(rate, now: nanoseconds(now)) }) {
            return Excess("rate \(rate.text) exceeded", wait)
        }
        return nil
    }

    private func nanoseconds(_ now: ContinuousClock.Instant) -> Int64 {
        let (seconds, attoseconds) = start.duration(to: now).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

extension Admission.Excess {
    fileprivate init(_ detail: String, _ wait: Int64) {
        self.detail = detail
        retryAfter = .nanoseconds(wait)
    }
}
