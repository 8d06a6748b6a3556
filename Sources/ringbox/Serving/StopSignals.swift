import ChildPrograms
import Dispatch
import Glibc
import Synchronization

/// `SIGTERM` and `SIGINT`: the first one asks the host to finish, the second one ends it at once.
final class StopSignals: Sendable {
    private let count = Atomic<Int>(0)
    // Sources are internally synchronised, and the array is never changed.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]
    // Of its own: a thread that hangs on the shared ones does not keep a signal from being seen.
    private let queue = DispatchQueue(label: "ringbox.signals")
    private let begin: @Sendable () -> Void
    private let atOnce: @Sendable () -> Void
    /// Has one element, at the first signal.
    let first: AsyncStream<Void>

    /// - Parameters:
    ///   - begin: Called at the first signal, on a thread that nothing else uses; it may not block.
    ///   - atOnce: Called before the process ends by the second signal, which waits a second for it.
    init(begin: @escaping @Sendable () -> Void, atOnce: @escaping @Sendable () -> Void) {
        self.begin = begin
        self.atOnce = atOnce
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        first = stream
        sources = [SIGTERM, SIGINT].map { [queue] number in
            // Only an ignored signal reaches a source and does nothing else.
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: queue)
        }
        for source in sources {
            source.setEventHandler { [weak self] in self?.received(continuation) }
            source.resume()
        }
    }

    private func received(_ continuation: AsyncStream<Void>.Continuation) {
        guard count.add(1, ordering: .relaxed).newValue > 1 else {
            begin()
            continuation.yield()
            return
        }
        let done = DispatchSemaphore(value: 0)
        let isStarted = BlockingThread.startIfPossible { [atOnce] in
            atOnce()
            done.signal()
        }
        // It may hang on the same disk that the stop hangs on; without a thread of its own it is left out for that reason.
        if isStarted { _ = done.wait(timeout: .now() + 1) }
        _exit(130)
    }
}
