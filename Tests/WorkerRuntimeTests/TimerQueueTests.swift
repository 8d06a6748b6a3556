import TestSupport
import Testing

@testable import WorkerRuntime

struct TimerQueueTests {
    @Test(arguments: UInt64(1)...5)
    func givesWhatIsDueInOrderWithoutWhatWasStopped(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let queue = TimerQueue()
        var expected: [TimerQueue.Timer] = []
        for token in UInt64(1)...2_000 {
            let timer = TimerQueue.Timer(due: .random(in: 0..<500, using: &generator), token: token, turn: 1)
            queue.start(timer)
            expected.append(timer)
            if Int.random(in: 0..<10, using: &generator) < 8, let index = expected.indices.randomElement(using: &generator) {
                queue.stop(token: expected.remove(at: index).token)
            }
        }
        expected.sort { $0.isBefore($1) }
        #expect(queue.next == expected.first?.due)
        var given: [UInt64] = []
        for now in UInt64(0)..<250 { while let timer = queue.takeDue(at: now) { given.append(timer.token) } }
        #expect(given == expected.filter { $0.due < 250 }.map(\.token))
        #expect(!queue.isEmpty && queue.next == expected.first { $0.due >= 250 }?.due)
        queue.removeAll()
        #expect(queue.isEmpty && queue.next == nil && queue.takeDue(at: .max) == nil)
    }
}
