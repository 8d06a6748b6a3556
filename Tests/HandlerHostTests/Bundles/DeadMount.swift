import Glibc
import Synchronization

/// A mount that does not answer for one entry of a folder, until it does.
final class DeadMount: Sendable {
    private let dead = Mutex<String?>(nil)

    func dies(_ entry: String) { dead.withLock { $0 = entry } }
    func revives() { dead.withLock { $0 = nil } }

    /// Blocks whoever looks at the entry.
    func answer(to entry: String) { while dead.withLock({ $0 == entry }) { usleep(1_000) } }
}
