import JSONText
import NIOCore
import StateStore
import Synchronization
import Testing

@testable import HandlerHost

/// When the clock says that something has expired.
@Suite(.timeLimit(.minutes(1)))
struct ExpiryClockTests {
    /// What is due at once.
    private func schedule() throws -> ExpirySchedule {
        var schedule = ExpirySchedule()
        schedule.apply(.expire(try JSONPointer(parsing: "/x"), at: 1))
        return schedule
    }

    private let change: StatePatch

    init() throws { change = StatePatch([.add(try JSONPointer(parsing: "/y"), .bool(true))]) }

    /// It would fail again with each change of the state.
    @Test func aRemovalThatFailedIsNotTriedAgainAtTheNextChange() async throws {
        let (named, naming) = AsyncStream<ExpiredPlaces>.makeStream()
        let count = Mutex(0)
        let clock = ExpiryClock(pauseAfterFailure: .hours(1)) { places in
            count.withLock { $0 += 1 }
            naming.yield(places)
        }
        clock.use(try schedule())
        var places = named.makeAsyncIterator()
        let first = try #require(await places.next())
        clock.removed(first, succeeded: false)
        for _ in 0..<3 {
            clock.note(change)
            try await clock.seesToWhatIsDue()
        }
        #expect(count.withLock { $0 } == 1)
        clock.removed(first, succeeded: true)
        clock.use(try schedule())
        #expect(await places.next() != nil, "what has been removed at last lets the clock go on at once")
        clock.end()
    }

    @Test func aRemovalThatFailedIsTriedAgainAfterThePause() async throws {
        let (named, naming) = AsyncStream<ExpiredPlaces>.makeStream()
        let clock = ExpiryClock(pauseAfterFailure: .milliseconds(1)) { naming.yield($0) }
        clock.use(try schedule())
        var places = named.makeAsyncIterator()
        for _ in 0..<3 { clock.removed(try #require(await places.next()), succeeded: false) }
        #expect(await places.next() != nil)
        clock.end()
    }
}

extension ExpiryClock {
    /// Returns when the clock has come to what it was given before, and to what was due then.
    fileprivate func seesToWhatIsDue() async throws {
        // Scheduled tasks run in the order of their times.
        try await loop.scheduleTask(in: .milliseconds(1)) {}.futureResult.get()
    }
}
