import NIOCore
import NIOEmbedded
import Testing

@testable import HTTPFrontend

/// Connections of one event loop that take turns.
struct PipelineLineTests {
    private let loop = EmbeddedEventLoop()
    private let clock = Clock()
    private let line: PipelineLine

    init() {
        line = PipelineLine(loop) { [clock] in clock.now }
    }

    private final class Clock {
        var now = NIODeadline.uptimeNanoseconds(0)
        /// Which requests were taken, in their order.
        var taken: [Int] = []
    }

    /// Has requests wait.
    ///
    /// - Parameters:
    ///   - ticks: How often the loop has something to do for each of them.
    ///   - work: How long it takes each time.
    private func join(_ numbers: Range<Int>, ticks: Int = 0, work: TimeAmount = .zero) {
        for number in numbers {
            line.join { [loop, clock] in
                clock.taken.append(number)
                Self.work(ticks, work, clock, loop)
            }
        }
    }

    private static func work(_ ticks: Int, _ time: TimeAmount, _ clock: Clock, _ loop: EmbeddedEventLoop) {
        guard ticks > 0 else { return }
        loop.assumeIsolated().execute {
            clock.now = clock.now + time
            work(ticks - 1, time, clock, loop)
        }
    }

    @Test func fourAreTakenInAMillisecond() {
        join(0..<10)
        loop.advanceTime(by: .microseconds(999))
        #expect(clock.taken.isEmpty)
        loop.advanceTime(by: .microseconds(1))
        #expect(clock.taken == [0, 1, 2, 3])
        loop.advanceTime(by: .microseconds(999))
        #expect(clock.taken == [0, 1, 2, 3])
        loop.advanceTime(by: .microseconds(1))
        #expect(clock.taken == Array(0..<8))
        loop.advanceTime(by: .milliseconds(1))
        #expect(clock.taken == Array(0..<10))
    }

    @Test func oneThatWaitsAgainComesAfterTheOthers() {
        join(0..<6)
        loop.advanceTime(by: .milliseconds(1))
        join(6..<7)
        loop.advanceTime(by: .milliseconds(1))
        #expect(clock.taken == Array(0..<7))
        loop.advanceTime(by: .seconds(1))
        join(7..<12)
        loop.advanceTime(by: .microseconds(999))
        #expect(clock.taken.count == 7, "a line that was empty pauses as well")
        loop.advanceTime(by: .microseconds(1))
        #expect(clock.taken == Array(0..<11))
    }

    /// What they have the loop do behind their first tick counts, too.
    @Test func thePauseIsAsLongAsTheRequestsTook() {
        join(0..<4, ticks: 10, work: .milliseconds(5))
        join(4..<8)
        loop.advanceTime(by: .milliseconds(1))
        #expect(clock.taken == [0, 1, 2, 3])
        loop.advanceTime(by: .milliseconds(199))
        #expect(clock.taken == [0, 1, 2, 3])
        loop.advanceTime(by: .milliseconds(1))
        #expect(clock.taken == Array(0..<8))
    }
}
