import JSONText
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

    /// It would fail again with each change of the state.
    @Test func aRemovalThatFailedIsNotTriedAgainAtTheNextChange() async throws {
        let (named, naming) = AsyncStream<ExpiredPlaces>.makeStream()
        let count = Mutex(0)
        let clock = ExpiryClock { places in
            count.withLock { $0 += 1 }
            naming.yield(places)
        }
        clock.use(try schedule())
        var places = named.makeAsyncIterator()
        let first = try #require(await places.next())
        clock.removed(first, succeeded: false)
        let change = StatePatch([.add(try JSONPointer(parsing: "/y"), .bool(true))])
        // Between two of them the clock's thread gets to what is due.
        for _ in 0..<500 {
            clock.note(change)
            await clock.comesTo()
        }
        #expect(count.withLock { $0 } == 1)
        clock.removed(first, succeeded: true)
        clock.use(try schedule())
        #expect(await places.next() != nil, "what has been removed at last lets the clock go on at once")
        clock.end()
    }
}

extension ExpiryClock {
    /// Returns when the clock has come to what it was given before.
    fileprivate func comesTo() {}
}
