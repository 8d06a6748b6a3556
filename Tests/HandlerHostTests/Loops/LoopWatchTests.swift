import Glibc
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import HandlerHost

/// The watch, with an event loop of its own that stands still when it is told to.
@Suite(.ownThreads) struct LoopWatchTests {
    private final class Told: Sendable {
        private let sentences = Mutex<[(sandbox: String?, sentence: String)]>([])

        func add(_ sandbox: String?, _ sentence: String) { sentences.withLock { $0.append((sandbox, sentence)) } }

        func has(_ text: String, of sandbox: String?) -> Bool {
            sentences.withLock { $0.contains { $0.sandbox == sandbox && $0.sentence.contains(text) } }
        }
    }

    private func watching(_ body: (LoopWatch, MultiThreadedEventLoopGroup, Told) async throws -> Void) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let told = Told()
        let watch = LoopWatch(group) { told.add($0, $1) }
        watch.start()
        do {
            try await eventually("a delay is measured") { watch.reports[0].all.samples > 2 }
            try await body(watch, group, told)
        } catch {
            watch.stop()
            throw error
        }
        watch.stop()
        try await group.shutdownGracefully()
    }

    @Test func tellsAndCountsALoopThatStoodStillWithWhatItDid() async throws {
        try await watching { watch, group, told in
            let loop = group.next()
            let number = watch.number(of: "slow")
            try await loop.submit {
                let note = watch.note(of: loop)
                note.begin(.admitting, sandbox: number)
                usleep(300_000)
                note.end()
            }.get()
            try await eventually("the stall is told") { told.has("stood still for", of: "slow") }
            #expect(told.has(": it took in a request (sandbox slow)", of: "slow"))
            let report = watch.reports[0]
            #expect(report.stalls - report.starvations >= 1)
            #expect(report.lastStall?.contains("event loop 1 stood still for") == true)
            #expect(report.own.longest >= .milliseconds(50) && report.all.longest >= report.own.longest)
        }
    }

    @Test func tellsAStallWhileItLasts() async throws {
        try await watching { watch, group, told in
            let end = ContinuousClock.now + .seconds(60)
            let isTold = try await group.next().submit {
                while ContinuousClock.now < end {
                    if told.has("event loop 1 has been standing still for", of: nil) { return true }
                    usleep(1_000)
                }
                return false
            }.get()
            #expect(isTold)
        }
    }

    @Test func knowsThePercentilesOfDelaysToWithinAnEighth() {
        var histogram = DelayHistogram()
        for value in 1...1_000 { histogram.add(.microseconds(value * 10)) }
        #expect((Duration.microseconds(5_000)...Duration.microseconds(5_700)).contains(histogram.permille(500)))
        #expect((Duration.microseconds(9_980)...Duration.microseconds(10_000)).contains(histogram.permille(999)))
        #expect(histogram.longest == .milliseconds(10))
        var other = DelayHistogram()
        other.add(.seconds(40))
        histogram.formUnion(other)
        #expect(histogram.count == 1_001 && histogram.longest == .seconds(40) && histogram.permille(1_000) == .seconds(40))
    }
}
