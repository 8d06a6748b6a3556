import TestSupport
import Testing

@testable import FastAGI

@Suite(.timeLimit(.minutes(1)))
struct RunQueueTests {
    @Test func ownersTakeTurns() async throws {
        let queue = RunQueue(runs: 1, waiting: 10)
        #expect(await queue.take("a"))
        let (order, entrance) = AsyncStream<String>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            var waiting = 0
            for owner in ["a", "a", "a", "b", "c"] {
                tasks.addTask {
                    if await queue.take(owner) { entrance.yield(owner) }
                    await queue.release()
                }
                waiting += 1
                let expected = waiting
                try await eventually("it waits") { await queue.count == expected }
            }
            await queue.release()
            try await tasks.waitForAll()
        }
        entrance.finish()
        #expect(await order.reduce(into: []) { $0.append($1) } == ["a", "b", "c", "a", "a"])
    }

    @Test func refusesOneOfAnOwnerWithTooManyAndNobodyElse() async throws {
        let queue = RunQueue(runs: 1, waiting: 1)
        #expect(await queue.take("a"))
        async let first = queue.take("a")
        try await eventually("it waits") { await queue.count == 1 }
        #expect(await !queue.take("a"))
        async let other = queue.take("b")
        try await eventually("it waits, too") { await queue.count == 2 }
        await queue.release()
        await queue.release()
        #expect(await first)
        #expect(await other)
    }
}
