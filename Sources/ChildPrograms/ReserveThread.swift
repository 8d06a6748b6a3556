import Glibc
import Synchronization

/// A thread that takes over when the system refuses further ones: what it is given is done one after another.
final class ReserveThread: Sendable {
    /// Started with the first thread of all.
    static let shared = ReserveThread()

    private let works = Mutex<[@Sendable () -> Void]>([])
    private let isStarted = Atomic<Bool>(false)
    // Unsafe by its type only: it is made once and never freed, and all threads may use a semaphore of the system's.
    nonisolated(unsafe) private let count = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    private init() {
        sem_init(count, 0, 0)
        startIfMissing()
    }

    func run(_ work: @escaping @Sendable () -> Void) {
        works.withLock { $0.append(work) }
        sem_post(count)
        startIfMissing()
    }

    /// In a process that got no thread at all, the work waits for the one that is given first.
    private func startIfMissing() {
        guard isStarted.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged else { return }
        if !BlockingThread.startIfPossible({ self.workForEver() }) { isStarted.store(false, ordering: .releasing) }
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
