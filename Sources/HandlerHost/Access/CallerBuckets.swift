import HTTPText
import Synchronization

/// A bucket for each caller's address, in bounded memory.
///
/// A bucket that is full again is as good as none, and makes room. While more addresses than there is room for call at the
/// same time, those that are new share one bucket: a flood from ever new addresses limits itself, and not the known callers.
final class CallerBuckets: Sendable {
    private struct Shard {
        var buckets: [IPAddress: TokenBucket] = [:]
        var shared = TokenBucket()
        /// When it is worth looking for full buckets again.
        var cleanAt = Int64.min
    }

    private static let shardCount = 16
    private static let cleaningPause: Int64 = 1_000_000_000

    private let limit: RateLimit
    private let roomPerShard: Int
    private let shards: [ShardBox]

    /// A lock of its own for each part of the addresses: callers seldom wait for one another.
    private final class ShardBox: Sendable {
        let shard = Mutex(Shard())
    }

    /// - Parameter room: How many addresses are told apart.
    init(_ limit: RateLimit, room: Int = 65_536) {
        self.limit = limit
        roomPerShard = max(room / Self.shardCount, 1)
        shards = (0..<Self.shardCount).map { _ in ShardBox() }
    }

    /// Takes one request of a caller.
    ///
    /// - Returns: Nil when it may go on, otherwise the nanoseconds until it may.
    func take(_ caller: IPAddress, now: Int64) -> Int64? {
        let key = caller.callerKey
        return shards[Int(UInt(bitPattern: key.hashValue) % UInt(Self.shardCount))].shard.withLock { shard in
            if shard.buckets[key] == nil, !makeRoom(in: &shard, now: now) { return shard.shared.take(limit, now: now) }
            return shard.buckets[key, default: TokenBucket()].take(limit, now: now)
        }
    }

    private func makeRoom(in shard: inout Shard, now: Int64) -> Bool {
        guard shard.buckets.count >= roomPerShard else { return true }
        guard shard.cleanAt <= now else { return false }
        shard.cleanAt = now + Self.cleaningPause
        shard.buckets = shard.buckets.filter { $0.value.fullAt > now }
        return shard.buckets.count < roomPerShard
    }

    /// How many addresses are told apart at this moment.
    var count: Int { shards.reduce(0) { sum, box in sum + box.shard.withLock { $0.buckets.count } } }
}
