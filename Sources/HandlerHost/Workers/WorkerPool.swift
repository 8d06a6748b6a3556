import Glibc
import Synchronization

/// Starts workers, and keeps some started ones ready: a sandbox's first request then waits only for its bundle.
package final class WorkerPool: Sendable {
    private let executable: String
    private let spareCount: Int
    private let spares = Mutex<[WorkerProcess]>([])

    /// - Parameters:
    ///   - executable: The path of `ringbox-worker`.
    ///   - spareCount: How many workers wait ready.
    package init(executable: String, spareCount: Int) {
        self.executable = executable
        self.spareCount = spareCount
    }

    /// Hands a started worker over: a spare one if there is one that still lives.
    func take() throws(WorkerStartError) -> WorkerProcess {
        while let spare = spares.withLock({ $0.popLast() }) {
            if spare.isAlive { return spare }
            close(spare.socket)
            _ = WorkerExit.reaping(spare.processID)
        }
        return try WorkerProcess(executable: executable)
    }

    /// Starts as many workers as are missing. A failure shows when a worker is taken.
    package func refill() {
        spares.withLock { spares in
            while spares.count < spareCount, let process = try? WorkerProcess(executable: executable) { spares.append(process) }
        }
    }

    /// Ends the spare workers.
    package func shutdown() {
        let all = spares.withLock { spares in
            defer { spares.removeAll() }
            return spares
        }
        for spare in all {
            kill(spare.processID, SIGKILL)
            close(spare.socket)
            _ = WorkerExit.reaping(spare.processID)
        }
    }
}

extension WorkerProcess {
    /// Whether the worker has not hung up.
    fileprivate var isAlive: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, 0) >= 0 else { return false }
        return descriptor.revents & Int16(POLLHUP | POLLERR) == 0
    }
}
