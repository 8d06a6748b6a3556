import ChildPrograms
import Glibc
import Synchronization
import TestSupport
import Testing

/// Threads for steps that may never come back.
@Suite(.ownThreads, .timeLimit(.minutes(2))) struct StepThreadsTests {
    private let gate = Gate()

    /// A step that comes back when the gate is open.
    private func hang(_ threads: StepThreads, for owner: String) -> Bool {
        if case .hangs = threads.run(for: owner, { [gate] in gate.wait() }) { true } else { false }
    }

    private func value(_ threads: StepThreads, for owner: String) -> Int? {
        if case .done(let value) = threads.run(for: owner, { 7 }) { value } else { nil }
    }

    @Test func giveBackWhatAStepReturns() {
        let threads = StepThreads(patience: .seconds(100))
        for _ in 0..<1_000 { #expect(value(threads, for: "a") == 7) }
    }

    @Test func leaveAStepBehindThatDoesNotComeBack() async throws {
        let threads = StepThreads(patience: .milliseconds(20))
        #expect(hang(threads, for: "a"))
        #expect(value(threads, for: "a") == nil, "an owner has one step at a time")
        // On a busy machine another one may take longer than that, too; but it comes back.
        try await eventually("others have theirs done") { value(threads, for: "b") == 7 }
        gate.open()
        try await eventually("the owner has steps done again") { value(threads, for: "a") == 7 }
    }

    @Test func leaveNoMoreStepsBehindThanTheyMay() async throws {
        let threads = StepThreads(limit: 3, patience: .milliseconds(20))
        for owner in ["a", "b", "c"] { #expect(hang(threads, for: owner)) }
        let fourth = threads.run(for: "d", { 7 })
        if case .noThread = fourth {} else { Issue.record("a fourth one was begun") }
        gate.open()
        try await eventually("there are threads again") { value(threads, for: "d") == 7 }
    }

    /// Closed until it is opened, once.
    private final class Gate: Sendable {
        private let isOpen = Mutex(false)

        func open() { isOpen.withLock { $0 = true } }
        func wait() { while !isOpen.withLock({ $0 }) { usleep(1_000) } }
    }
}
