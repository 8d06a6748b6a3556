import CLinux
import Glibc
import Synchronization

/// Runs work that blocks, such as reading files, where no asynchronous task waits for it.
package enum BlockingThread {
    /// Runs `body` on a thread of its own and waits for its result without blocking.
    package static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            start { continuation.resume(returning: body()) }
        }
    }

    /// Runs `body` on a thread of its own and waits for its result, or for the cancellation of the task: nil then, at once. Whatever
    /// `body` waits for, it goes on and nobody gets its result.
    package static func runUnlessCancelled<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result? {
        let (results, input) = AsyncStream<Result>.makeStream()
        start {
            input.yield(body())
            input.finish()
        }
        // Ends without a result when the task is cancelled.
        for await result in results { return result }
        return nil
    }

    /// Starts a thread that runs `body` and ends. When the system refuses it, a thread runs `body` that was there before: late rather
    /// than never, and never on the caller's thread, which may be that of an event loop.
    ///
    /// - Parameter body: Has an end; what goes on for ever asks for ``startIfPossible(_:)``.
    package static func start(_ body: @escaping @Sendable () -> Void) {
        let reserve = ReserveThread.shared
        reserve.startIfMissing()
        if !startIfPossible(body) { reserve.run(body) }
    }

    /// Starts a thread that runs `body` and ends.
    ///
    /// - Returns: Whether there is such a thread: the system may refuse it.
    package static func startIfPossible(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                // A thread begins with the name of the one that started it.
                linux_name_thread("blocking")
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// How many threads the system gives at the moment, at most `count`. They have ended when this returns: until then each counts
    /// against the limits of the system.
    package static func available(upTo count: Int) -> Int {
        let gate = Mutex(())
        let numbers = Mutex<[Int32]>([])
        let started = gate.withLock { _ in
            let wait = { @Sendable in
                numbers.withLock { $0.append(linux_thread_id()) }
                gate.withLock { _ in }
            }
            var started = 0
            while started < count, startIfPossible(wait) { started += 1 }
            return started
        }
        while numbers.withLock({ $0.count < started || $0.contains(where: isListed) }) {
            // Nobody is told when the kernel is done with a thread: joining returns before that. It takes microseconds.
            usleep(100)
        }
        return started
    }

    /// Whether the kernel lists a thread of this process, by its number.
    private static func isListed(_ number: Int32) -> Bool { access("/proc/self/task/\(number)", F_OK) == 0 }

    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
