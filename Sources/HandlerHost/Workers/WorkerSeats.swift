import HTTPText
import Synchronization

/// The sandboxes that have a worker. When there are more than the limit, the least recently used one is asked to let its worker go.
final class WorkerSeats: Sendable {
    private let limit: Int
    private let holders = Mutex<[SandboxName: LiveSandbox]>([:])

    init(limit: Int) { self.limit = limit }

    /// Whether a worker that nobody waits for would be one too many.
    var isFull: Bool { holders.withLock { $0.count >= limit } }

    /// Counts a sandbox that got a worker.
    func take(_ sandbox: LiveSandbox) {
        let leaving = holders.withLock { holders in
            holders[sandbox.name] = sandbox
            guard holders.count > limit else { return LiveSandbox?.none }
            return holders.values.filter { $0 !== sandbox }.min { $0.lastUse < $1.lastUse }
        }
        leaving?.evict()
    }

    /// Counts a sandbox whose worker is gone.
    func leave(_ sandbox: LiveSandbox) {
        holders.withLock { holders in
            if holders[sandbox.name] === sandbox { holders[sandbox.name] = nil }
        }
    }

    /// Takes workers away that nobody used for long, and from the least recently used sandboxes when there are too many.
    ///
    /// - Parameters:
    ///   - idleLimit: How long an unused worker is kept.
    ///   - now: As ``LiveSandbox/lastUse``.
    func evictUnused(for idleLimit: Duration, now: Duration) {
        let oldestFirst = holders.withLock { Array($0.values) }.map { ($0, $0.lastUse) }.sorted { $0.1 < $1.1 }
        let surplus = max(oldestFirst.count - limit, 0)
        for (index, (sandbox, lastUse)) in oldestFirst.enumerated() where index < surplus || now - lastUse > idleLimit {
            sandbox.evict()
        }
    }
}
