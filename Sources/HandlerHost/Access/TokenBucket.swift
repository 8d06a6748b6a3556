/// The level of a bucket, as the time at which it will be full again.
struct TokenBucket: Sendable {
    /// Nanoseconds on the clock of those who ask.
    private(set) var fullAt: Int64

    init(fullAt: Int64 = .min) { self.fullAt = fullAt }

    /// Takes one request out.
    ///
    /// - Returns: Nil when it was there, otherwise the nanoseconds until it will be.
    mutating func take(_ limit: RateLimit, now: Int64) -> Int64? {
        let from = max(fullAt, now)
        let wait = from - now - limit.interval * Int64(limit.burst - 1)
        guard wait <= 0 else { return wait }
        fullAt = from + limit.interval
        return nil
    }
}
