import ChildPrograms
import Dispatch
import Glibc
import Synchronization

/// `SIGTERM` and `SIGINT` of a host: the first one asks it to finish, the second one ends it at once. `SIGHUP` ends nothing.
///
/// They are caught from the first moment of the process on. One that came before would end it as a kill does, and the first process of a
/// container would not be told of it at all.
final class StopSignals: Sendable {
    private struct State {
        var count = 0
        /// Nil while there is nothing to finish.
        var host: Host?
        /// Of ``end(with:)``.
        var failure: CommandFailure.Code?
    }

    private struct Host {
        let begin: @Sendable () -> Void
        let atOnce: @Sendable () -> Void
        let first: AsyncStream<Void>.Continuation
    }

    private static let ofProcess = StopSignals()
    /// Has a byte for each signal.
    private static let arrivals = makePipe()
    private let state = Mutex(State())

    /// To be called before anything else is done.
    static func catchAll() {
        // Whoever has something to read again replaces this.
        signal(SIGHUP, SIG_IGN)
        // Made before the first signal can look for it.
        guard arrivals.input >= 0, BlockingThread.startIfPossible({ ofProcess.watch() }) else { return }
        for number in [SIGTERM, SIGINT] {
            signal(number) { _ in
                let code = errno
                var byte: UInt8 = 1
                _ = Glibc.write(StopSignals.arrivals.input, &byte, 1)
                errno = code
            }
        }
    }

    /// Hands the signals to a host. Until then the first one ends the process in order, as nothing is under way.
    ///
    /// - Parameters:
    ///   - begin: Called at the first signal, on a thread that nothing else uses; it may not block.
    ///   - atOnce: Called before the process ends by the second signal, which waits a second for it.
    /// - Returns: Has one element, at the first signal.
    static func handOver(begin: @escaping @Sendable () -> Void, atOnce: @escaping @Sendable () -> Void) -> AsyncStream<Void> {
        let (stream, first) = AsyncStream<Void>.makeStream()
        ofProcess.state.withLock { $0.host = Host(begin: begin, atOnce: atOnce, first: first) }
        return stream
    }

    /// Ends the process as the first signal does, for a failure that has been told. Does nothing when the end has begun.
    static func end(with code: CommandFailure.Code) {
        let (isFirst, host) = ofProcess.state.withLock { state in
            guard state.count == 0 else { return (false, state.host) }
            state.count = 1
            state.failure = code
            return (true, state.host)
        }
        if isFirst { finish(host, code.rawValue) }
    }

    /// The failure that ended the process; nil when there is none.
    static var failure: CommandFailure.Code? { ofProcess.state.withLock { $0.failure } }

    private static func makePipe() -> (output: Int32, input: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return (-1, -1) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Nobody waits for room for one more signal.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        return (ends[0], ends[1])
    }

    private func watch() {
        while true {
            var byte: UInt8 = 0
            if read(Self.arrivals.output, &byte, 1) == 1 { received() }
        }
    }

    private func received() {
        let (count, host) = state.withLock { state in
            state.count += 1
            return (state.count, state.host)
        }
        guard count > 1, let host else { return Self.finish(host, 0) }
        let done = DispatchSemaphore(value: 0)
        let isStarted = BlockingThread.startIfPossible {
            host.atOnce()
            done.signal()
        }
        // It may hang on the same disk that the stop hangs on; without a thread of its own it is left out for that reason.
        if isStarted { _ = done.wait(timeout: .now() + 1) }
        _exit(130)
    }

    /// Ends the process in order: at once, with `code`, while there is nothing to finish.
    private static func finish(_ host: Host?, _ code: Int32) {
        guard let host else {
            OwnChildren.kill()
            _exit(code)
        }
        host.begin()
        host.first.yield()
    }
}
