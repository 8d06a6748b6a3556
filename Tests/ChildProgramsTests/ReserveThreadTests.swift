import Synchronization
import TestSupport
import Testing

@testable import ChildPrograms

/// The thread for the work that gets none.
@Suite(.timeLimit(.minutes(2))) struct ReserveThreadTests {
    /// Refuses the first threads.
    private final class System: Sendable {
        let asked = Mutex(0)
        private let refusals: Int
        private let inside: @Sendable (Int) -> Void

        init(refusals: Int, inside: @escaping @Sendable (Int) -> Void = { _ in }) {
            self.refusals = refusals
            self.inside = inside
        }

        func start(_ body: @escaping @Sendable () -> Void) -> Bool {
            let number = asked.withLock { asked in
                asked += 1
                return asked
            }
            inside(number)
            return number > refusals && BlockingThread.startIfPossible(body)
        }
    }

    @Test func workThatComesWhileTheThreadIsRefusedHasItAskedForAgain() async throws {
        let reserve = Mutex<ReserveThread?>(nil)
        let done = Mutex(0)
        let system = System(refusals: 2) { number in
            // The first request is that of the initialiser.
            if number == 2 { reserve.withLock { $0 }?.run { done.withLock { $0 += 1 } } }
        }
        let thread = ReserveThread(start: system.start)
        reserve.withLock { $0 = thread }
        thread.run { done.withLock { $0 += 1 } }
        try await eventually("both are done") { done.withLock { $0 } == 2 }
        #expect(system.asked.withLock { $0 } == 3)
    }

    @Test func isAskedForUntilItIsThereAndNotAfterThat() async throws {
        let done = Mutex(0)
        let system = System(refusals: 3)
        let thread = ReserveThread(start: system.start)
        for _ in 0..<2 { thread.run { done.withLock { $0 += 1 } } }
        #expect(system.asked.withLock { $0 } == 3, "who is refused does not ask again")
        thread.startIfMissing()
        try await eventually("what has waited is done") { done.withLock { $0 } == 2 }
        for _ in 0..<2 { thread.run { done.withLock { $0 += 1 } } }
        try await eventually("all is done") { done.withLock { $0 } == 4 }
        #expect(system.asked.withLock { $0 } == 4)
    }
}
