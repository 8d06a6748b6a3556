import ChildPrograms
import Glibc
import Synchronization

/// Starts workers, and keeps some started ones ready: a sandbox's first request then waits only for its bundle.
package final class WorkerPool: Sendable {
    private let start: @Sendable () throws(WorkerStartError) -> WorkerProcess
    private let spareCount: Int
    /// Nil after ``shutdown()``.
    private let spares = Mutex<[WorkerProcess]?>([])
    private let isRefilling = Atomic<Bool>(false)

    /// - Parameters:
    ///   - executable: The path of `ringbox-worker`.
    ///   - spareCount: How many workers wait ready.
    package convenience init(executable: String, spareCount: Int) {
        self.init(spareCount: spareCount) { () throws(WorkerStartError) in try WorkerProcess(executable: executable) }
    }

    /// - Parameter start: Starts a worker; may block.
    init(spareCount: Int, start: @escaping @Sendable () throws(WorkerStartError) -> WorkerProcess) {
        self.spareCount = spareCount
        self.start = start
    }

    /// Hands a started worker over: a spare one if there is one that still lives.
    ///
    /// Starting a process takes milliseconds, more on a busy machine. That happens on a thread of its own: on an event loop
    /// all the sandboxes and connections of the loop would wait for it.
    ///
    /// - Parameter isReady: Whether it may be one of those that wait ready.
    func take(isReady: Bool = true) async throws(WorkerStartError) -> WorkerProcess {
        if isReady, let spare = takeSpare() { return spare }
        let start = start
        return try await BlockingThread.run { () -> Result<WorkerProcess, WorkerStartError> in
            Result { () throws(WorkerStartError) in try start() }
        }.get()
    }

    /// Starts as many workers as are missing, on a thread of its own. A failure shows when a worker is taken.
    package func refill() {
        guard isShort, !isRefilling.exchange(true, ordering: .relaxed) else { return }
        BlockingThread.start {
            // One that is taken while this ends is missing until the next worker is taken.
            defer { self.isRefilling.store(false, ordering: .relaxed) }
            while self.isShort, let process = try? self.start() { self.keep(process) }
        }
    }

    /// Ends the spare workers; there are none from now on.
    package func shutdown() {
        let all = spares.withLock { spares in
            defer { spares = nil }
            return spares ?? []
        }
        for spare in all { spare.end() }
    }

    private var isShort: Bool { spares.withLock { $0.map { $0.count < spareCount } ?? false } }

    private func takeSpare() -> WorkerProcess? {
        while let spare = spares.withLock({ $0?.popLast() }) {
            if spare.isAlive { return spare }
            BlockingThread.start { spare.end() }
        }
        return nil
    }

    /// Makes a process a spare one, or ends it when there are enough.
    private func keep(_ process: WorkerProcess) {
        let isKept = spares.withLock { spares in
            guard let count = spares?.count, count < spareCount else { return false }
            spares?.append(process)
            return true
        }
        if !isKept { process.end() }
    }
}

extension WorkerProcess {
    /// Whether the worker has not hung up.
    fileprivate var isAlive: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, 0) >= 0 else { return false }
        return descriptor.revents & Int16(POLLHUP | POLLERR) == 0
    }

    /// Ends a worker that nobody uses.
    fileprivate func end() {
        kill(processID, SIGKILL)
        close(socket)
        _ = WorkerExit.reaping(processID)
    }
}
