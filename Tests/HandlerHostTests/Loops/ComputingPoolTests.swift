import Glibc
import HTTPText
import Synchronization
import TestSupport
import Testing

@testable import HandlerHost

@Suite(.ownThreads) struct ComputingPoolTests {
    @Test func servesTheSandboxesInTurn() async throws {
        let pool = ComputingPool(width: 1)
        let order = Mutex<[String]>([])
        let hasBegun = Atomic<Bool>(false)
        let isOpen = Atomic<Bool>(false)
        let busy = try #require(SandboxName("busy"))
        let quiet = try #require(SandboxName("quiet"))
        pool.submit(for: busy) {
            hasBegun.store(true, ordering: .relaxed)
            while !isOpen.load(ordering: .relaxed) { usleep(1_000) }
        }
        try await eventually("the thread is busy") { hasBegun.load(ordering: .relaxed) }
        for number in 1...3 { pool.submit(for: busy) { order.withLock { $0.append("busy \(number)") } } }
        pool.submit(for: quiet) { order.withLock { $0.append("quiet") } }
        isOpen.store(true, ordering: .relaxed)
        try await eventually("all is done") { order.withLock { $0.count } == 4 }
        #expect(order.withLock { $0 } == ["busy 1", "quiet", "busy 2", "busy 3"])
    }

    /// What computes for long on it, or waits for a disk, leaves the threads alone that all tasks share.
    @Test(.timeLimit(.minutes(1))) func tasksOnItHoldNoOtherTaskUp() async {
        let pool = ComputingPool(width: 2)
        let gate = Gate()
        let names = (0..<64).compactMap { SandboxName("a\($0)") }
        await withTaskGroup(of: Void.self) { tasks in
            for name in names { tasks.addTask(executorPreference: pool.executor(for: name)) { gate.pass() } }
            // Runs where all tasks run, and would not come to it if the others did, too.
            tasks.addTask { gate.open() }
        }
        #expect(gate.passed == names.count)
    }

    private final class Gate: Sendable {
        private let isOpen = Atomic<Bool>(false)
        private let count = Atomic<Int>(0)

        var passed: Int { count.load(ordering: .relaxed) }

        func open() { isOpen.store(true, ordering: .relaxed) }

        func pass() {
            while !isOpen.load(ordering: .relaxed) { usleep(1_000) }
            count.add(1, ordering: .relaxed)
        }
    }

    @Test func goesOnAfterItWasIdle() async throws {
        let pool = ComputingPool(width: 2)
        let name = try #require(SandboxName("a"))
        for number in 0..<50 { #expect(await pool.run(for: name) { number } == number) }
    }
}
