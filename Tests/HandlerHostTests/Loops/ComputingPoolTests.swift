import Glibc
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

    @Test func goesOnAfterItWasIdle() async throws {
        let pool = ComputingPool(width: 2)
        let name = try #require(SandboxName("a"))
        for number in 0..<50 { #expect(await pool.run(for: name) { number } == number) }
    }
}
