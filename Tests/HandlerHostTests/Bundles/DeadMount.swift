import Glibc
import Synchronization

/// A mount that does not answer for one entry of a folder, until it does.
final class DeadMount: Sendable {
    private let dead = Mutex<Set<String>>([])

    func dies(_ entry: String) { dies([entry]) }
    func dies(_ entries: [String]) { dead.withLock { $0 = Set(entries) } }
    func revives() { dead.withLock { $0 = [] } }

    /// Blocks whoever looks at the entry.
    func answer(to entry: String) { while dead.withLock({ $0.contains(entry) }) { usleep(1_000) } }
}
