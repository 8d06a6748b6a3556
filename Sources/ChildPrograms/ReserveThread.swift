import Glibc
import Synchronization

/// A thread that takes over when the system refuses further ones: what it is given is done one after another.
final class ReserveThread: Sendable {
    /// Started with the first thread of all.
    static let shared = ReserveThread()

    private enum Thread {
        case missing
        /// Somebody asks the system for it.
        case asked
        /// Others have wanted it since.
        case askedAgain
        case started
    }

    private let works = Mutex<[@Sendable () -> Void]>([])
    private let thread = Mutex(Thread.missing)
    private let start: @Sendable (@escaping @Sendable () -> Void) -> Bool
    // Unsafe by its type only: it is made once and never freed, and all threads may use a semaphore of the system's.
    nonisolated(unsafe) private let count = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    /// - Parameter start: Starts a thread, and returns whether there is one.
    init(start: @escaping @Sendable (@escaping @Sendable () -> Void) -> Bool = BlockingThread.startIfPossible) {
        self.start = start
        sem_init(count, 0, 0)
        startIfMissing()
    }

    func run(_ work: @escaping @Sendable () -> Void) {
        works.withLock { $0.append(work) }
        sem_post(count)
        startIfMissing()
    }

    /// Asks for the thread, unless it is there. Where the system gives none at all, the work waits until it does: each further start of
    /// a thread asks again.
    func startIfMissing() {
        guard asks() else { return }
        repeat {} while isWantedAgain(start { self.workForEver() })
    }

    private func asks() -> Bool {
        thread.withLock { thread in
            switch thread {
            case .missing:
                thread = .asked
                return true
            case .asked, .askedAgain:
                thread = .askedAgain
                return false
            case .started: return false
            }
        }
    }

    /// Whether the thread was refused, and whose work came meanwhile has not asked for it.
    private func isWantedAgain(_ isStarted: Bool) -> Bool {
        thread.withLock { thread in
            let isWanted = !isStarted && thread == .askedAgain
            thread = isStarted ? .started : isWanted ? .asked : .missing
            return isWanted
        }
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
