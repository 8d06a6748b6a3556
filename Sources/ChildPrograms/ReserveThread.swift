import Glibc
import Synchronization

/// A thread that takes over when the system refuses further ones: what it is given is done one after another.
final class ReserveThread: Sendable {
    /// Started with the first thread of all.
    static let shared = ReserveThread()

    private let works = Mutex<[@Sendable () -> Void]>([])
    // Unsafe by its type only: it is made once and never freed, and all threads may use a semaphore of the system's.
    nonisolated(unsafe) private let count = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    private init() {
        sem_init(count, 0, 0)
        // A process that gets no thread at all does its work where it is given, when the next one is.
        _ = BlockingThread.startIfPossible { self.workForEver() }
    }

    func run(_ work: @escaping @Sendable () -> Void) {
        works.withLock { $0.append(work) }
        sem_post(count)
    }

    private func workForEver() {
        while true {
            // It returns early for signals only.
            guard sem_wait(count) == 0 else { continue }
            let work = works.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            work?()
        }
    }
}
