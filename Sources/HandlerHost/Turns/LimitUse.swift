/// A limit that a turn came close to, or met.
package struct LimitUse: Sendable, Equatable, CustomStringConvertible {
    /// From this share of a limit on, in percent, a turn is marked.
    package static let markedPercent = 80

    /// The limit's key in `sandbox.yaml`.
    package let limit: String
    /// The use in percent of the limit; over 100 where it was exceeded.
    package let percent: Int
    private let used: String
    private let allowed: String

    /// Nil when the turn is not to be marked for it.
    init?(_ limit: String, _ used: Duration, of allowed: Duration) {
        guard used * 100 >= allowed * Self.markedPercent else { return nil }
        self.init(
            limit: limit, percent: Self.percent(Double(used.microseconds), Double(allowed.microseconds)), used: used.text,
            allowed: allowed.text)
    }

    /// Nil when the turn is not to be marked for it.
    ///
    /// - Parameter text: How a number of the limit's kind is written.
    init?(_ limit: String, _ used: Int, of allowed: Int, text: (Int) -> String) {
        let percent = Self.percent(Double(used), Double(allowed))
        guard used > 0, percent >= Self.markedPercent else { return nil }
        self.init(limit: limit, percent: percent, used: text(used), allowed: text(allowed))
    }

    private static func percent(_ used: Double, _ allowed: Double) -> Int {
        Int(exactly: (used * 100 / max(allowed, 1)).rounded(.down)) ?? .max
    }

    private init(limit: String, percent: Int, used: String, allowed: String) {
        self.limit = limit
        self.percent = percent
        self.used = used
        self.allowed = allowed
    }

    /// Such as `cpu: 171 ms of 200 ms`.
    package var description: String { "\(limit): \(used) of \(allowed)" }
}
