import HTTPText

/// How many requests are let in over time: a bucket of ``burst`` requests that fills up again at the rate.
package struct RateLimit: Sendable, Equatable {
    /// Nanoseconds for one request at the rate.
    let interval: Int64
    /// How many may come at once.
    let burst: Int
    /// As it was written.
    package let text: String

    /// The longest time that a bucket takes to fill up, in nanoseconds: a year. Times on a clock and this one can be added.
    private static let longestFilling: Int64 = 366 * 86_400 * 1_000_000_000

    private static let periods: [(unit: Substring, seconds: Int64)] = [("s", 1), ("min", 60), ("h", 3_600)]

    /// Reads `50/s`, `100/min`, `1000/h` or `50/s burst 200`; without a burst as many as the rate's number may come at once.
    ///
    /// - Returns: Nil for anything else, for rates over 1,000,000 requests a second, and for bursts that a year would not make up for.
    package init?(_ text: String) {
        let words = text.split(separator: " ")
        guard let rate = words.first else { return nil }
        let parts = rate.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Self.number(parts[0]),
            let period = Self.periods.first(where: { $0.unit == parts[1] })
        else { return nil }
        guard words.count == 1 || (words.count == 3 && words[1] == "burst") else { return nil }
        guard let burst = words.count == 1 ? count : Self.number(words[2]) else { return nil }
        interval = period.seconds * 1_000_000_000 / Int64(count)
        guard interval >= 1_000, Int64(burst) <= Self.longestFilling / interval else { return nil }
        self.burst = burst
        self.text = words.joined(separator: " ")
    }

    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.count <= 7, text.utf8.allSatisfy(ASCII.isDigit), let number = Int(text), number > 0 else { return nil }
        return number
    }
}
