import ChildPrograms
import HTTPText
import NIOCore
import Synchronization

/// A few threads for what takes too long for an event loop, and for the few threads that all tasks share: reading a large body,
/// checking a large reply, putting a state together.
///
/// The sandboxes take turns, so that one that has much to compute waits for itself. How much can wait is bounded by the requests that
/// are under way. A thread ends when nothing is left to do.
final class ComputingPool: Sendable {
    /// From how many bytes on a text is read and checked here: below, changing threads twice costs more.
    static let largeText = 16 << 10

    private struct State {
        var waiting: [SandboxName?: CircularBuffer<@Sendable () -> Void>] = [:]
        /// The sandboxes in ``waiting``, the next one first.
        var order = CircularBuffer<SandboxName?>()
        var threads = 0

        mutating func next() -> (@Sendable () -> Void)? {
            guard let name = order.popFirst(), var works = waiting.removeValue(forKey: name) else { return nil }
            let work = works.popFirst()
            if !works.isEmpty {
                waiting[name] = works
                order.append(name)
            }
            return work
        }
    }

    private let state = Mutex(State())
    /// How many threads there are at most.
    let width: Int

    private let isLast: Bool

    /// - Parameters:
    ///   - width: At least 1.
    ///   - isLast: Whether the threads come after all others of the host where there are too few processors. No request may wait for
    ///     what they do: on a busy machine they hardly run.
    init(width: Int, isLast: Bool = false) {
        self.width = width
        self.isLast = isLast
    }

    /// Runs `work` on one of the threads.
    ///
    /// - Parameter name: Whose turn it takes; nil for the host's own.
    func submit(for name: SandboxName?, _ work: @escaping @Sendable () -> Void) {
        let startsThread = state.withLock { state in
            if state.waiting[name] == nil { state.order.append(name) }
            state.waiting[name, default: CircularBuffer()].append(work)
            guard state.threads < width else { return false }
            state.threads += 1
            return true
        }
        if startsThread { BlockingThread.start { self.work() } }
    }

    /// Runs `body` on one of the threads and waits for its result.
    func run<Result: Sendable>(for name: SandboxName, _ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            submit(for: name) { continuation.resume(returning: body()) }
        }
    }

    private func work() {
        if isLast { ChildPriority.lowerThisThread() }
        while let work = next() { work() }
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            let work = state.next()
            if work == nil { state.threads -= 1 }
            return work
        }
    }
}
