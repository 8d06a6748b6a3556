/// How much of a sandbox's history is kept: at most so many versions and so many bytes, and none that is older than so long.
///
/// What goes is what is beyond one of them. What is needed stays: the newest version, and what the versions that
/// are kept are built on. So more may be kept, back to the snapshot before the first version that is asked for.
package struct StateRetention: Sendable, Equatable {
    /// The number of versions, at least 1, the newest one counted.
    package var versions: Int64
    /// The age of a version, counted from when it was replaced by the next one.
    package var age: Duration
    /// The patches and snapshots of one sandbox, in bytes: beyond them the oldest versions go.
    package var bytes: Int
    /// Those of all sandboxes together. Beyond them, each sandbox that takes more than its share is cut to that.
    package var totalBytes: Int

    /// How much more than its bytes a journal may take for a while, before changes are refused: what has to go is removed beside
    /// the turns.
    package static let slack = 2

    /// Makes the usual rule: 10,000 versions, 30 days, 512 MiB for a sandbox and 8 GiB for all.
    package init(
        versions: Int64 = 10_000, age: Duration = .seconds(30 * 24 * 3600), bytes: Int = 512 << 20, totalBytes: Int = 8 << 30
    ) {
        self.versions = max(1, versions)
        self.age = age
        self.bytes = bytes
        self.totalBytes = totalBytes
    }

    /// The first version that is asked for, of those from `oldest` to `newest`.
    ///
    /// - Parameters:
    ///   - now: Milliseconds since 1970.
    ///   - time: The time at which a version was made, in milliseconds since 1970. Asked about a few versions only: times
    ///     are taken to grow with the versions, and where a clock was set back a little more or less is kept.
    package func firstVersion(
        from oldest: Int64, to newest: Int64, now: Int64, time: (Int64) throws -> Int64
    ) rethrows -> Int64 {
        let byCount = max(oldest, newest - versions + 1)
        let (seconds, attoseconds) = age.components
        let milliseconds = min(Double(seconds) * 1000 + Double(attoseconds) / 1e15, 1e15)
        // A clock before the beginning of all times lets nothing grow old.
        // Safe: at most 1e15.
        let (moment, isBeforeAll) = now.subtractingReportingOverflow(Int64(max(0, milliseconds)))
        let limit = isBeforeAll ? .min : moment
        // A version lasts until the next one is made: the first one to keep is that whose successor is young enough.
        var low = byCount
        var high = newest
        while low < high {
            let middle = low + (high - low) / 2
            if try time(middle + 1) >= limit { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
