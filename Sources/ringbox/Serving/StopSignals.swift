import Dispatch
import Glibc
import Synchronization

/// `SIGTERM` and `SIGINT`: the first one asks the host to finish, the second one ends it at once.
final class StopSignals: Sendable {
    private let count = Atomic<Int>(0)
    // Sources are internally synchronised, and the array is never changed.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]
    private let atOnce: @Sendable () -> Void
    /// Has one element, at the first signal.
    let first: AsyncStream<Void>

    /// - Parameter atOnce: Called before the process ends by the second signal.
    init(atOnce: @escaping @Sendable () -> Void) {
        self.atOnce = atOnce
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        first = stream
        sources = [SIGTERM, SIGINT].map { number in
            // Only an ignored signal reaches a source and does nothing else.
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for source in sources {
            source.setEventHandler { [weak self] in self?.received(continuation) }
            source.resume()
        }
    }

    private func received(_ continuation: AsyncStream<Void>.Continuation) {
        guard count.add(1, ordering: .relaxed).newValue > 1 else {
            continuation.yield()
            return
        }
        atOnce()
        _exit(130)
    }
}
