import Dispatch
import Glibc
import Synchronization

/// Lines for standard error, written by a thread that may wait for a slow reader. Who logs never waits: event loops log, too.
final class LogLines: Sendable {
    /// More than these are dropped, and counted, until somebody reads.
    private static let most = 1_000

    private struct State {
        var waiting = 0
        var dropped = 0
    }

    private let queue = DispatchQueue(label: "ringbox.log")
    private let state = Mutex(State())
    private let write: @Sendable (String) -> Void

    /// - Parameter write: Writes a text, and may block.
    init(write: @escaping @Sendable (String) -> Void = { Console.writeNow($0, to: STDERR_FILENO) }) { self.write = write }

    func add(_ line: String) {
        let isTaken = state.withLock { state in
            guard state.waiting < Self.most else {
                state.dropped += 1
                return false
            }
            state.waiting += 1
            return true
        }
        guard isTaken else { return }
        queue.async {
            self.write(line + "\n")
            let dropped = self.state.withLock { state in
                state.waiting -= 1
                guard state.waiting == 0 else { return 0 }
                defer { state.dropped = 0 }
                return state.dropped
            }
            if dropped > 0 { self.write("… \(dropped) log lines were not read in time\n") }
        }
    }

    /// Waits until everything is written that was added before; blocks.
    func flush() { queue.sync {} }
}
