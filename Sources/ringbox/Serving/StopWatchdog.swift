import ChildPrograms
import Dispatch
import Glibc
import Synchronization

/// Ends the process when its stop takes longer than it may, whatever hangs: a disk, a server, a reader of the output.
///
/// Its thread is there before anything can hang, and waits for nobody. What was acknowledged is in the journal by then.
final class StopWatchdog: Sendable {
    private struct State {
        var work: [String] = []
        /// When the stop began.
        var begin: ContinuousClock.Instant?
    }

    /// How long the stop may take.
    private let limit: Duration
    private let state = Mutex(State())
    private let begun = DispatchSemaphore(value: 0)

    /// Starts the thread.
    init(limit: Duration) {
        self.limit = limit
        // Where the system has no thread left, no server starts either.
        _ = BlockingThread.startIfPossible { self.watch() }
    }

    /// Notes that something runs that the stop waits for.
    func began(_ name: String) { state.withLock { $0.work.append(name) } }

    func ended(_ name: String) {
        state.withLock { state in
            if let index = state.work.firstIndex(of: name) { state.work.remove(at: index) }
        }
    }

    /// The time runs from here on, unless it does already.
    func start() {
        state.withLock { if $0.begin == nil { $0.begin = .now } }
        begun.signal()
    }

    private func watch() {
        begun.wait()
        let end = (state.withLock { $0.begin } ?? .now) + limit
        while case let left = end - .now, left > .zero {
            // Safe: at most a minute.
            poll(nil, 0, Int32(min(left / .milliseconds(1) + 1, 60_000)))
        }
        StandardError.printIfRead("ringbox: \(sentence)")
        OwnChildren.kill()
        _exit(1)
    }

    private var sentence: String {
        let names = state.withLock { $0.work }
        let work = names.isEmpty ? "the end of the process" : names.joined(separator: ", ")
        return
            "the stop took longer than \(limit) and was cut short: \(work) did not end. What was acknowledged is stored. Look for a disk or a server that does not answer, or for a reader of this output who does not read"
    }
}
