import StateStore
import Testing

struct StateRetentionTests {
    /// The first version asked for of those from 1 to 20, of which version n was made at n seconds.
    private func first(_ retention: StateRetention, from oldest: Int64 = 1, now: Int64 = 20) -> Int64 {
        retention.firstVersion(from: oldest, to: 20, now: now * 1000) { $0 * 1000 }
    }

    @Test func keepsSoManyVersions() {
        #expect(first(StateRetention(versions: 5)) == 16)
        #expect(first(StateRetention(versions: 1)) == 20)
        #expect(first(StateRetention(versions: 20)) == 1)
        #expect(first(StateRetention(versions: .max)) == 1)
        #expect(first(StateRetention(versions: 19), from: 4) == 4)
    }

    @Test func keepsTheNewestWhateverIsAskedFor() {
        #expect(StateRetention(versions: 0).versions == 1)
        #expect(first(StateRetention(versions: -3, age: .zero), now: 1_000_000) == 20)
    }

    @Test func keepsWhatWasTheStateNotLongAgo() {
        // Version 15 was the state until second 16.
        #expect(first(StateRetention(age: .seconds(4))) == 15)
        #expect(first(StateRetention(age: .milliseconds(3999))) == 16)
        #expect(first(StateRetention(age: .seconds(1)), now: 1000) == 20)
        #expect(first(StateRetention(age: .seconds(100))) == 1)
        #expect(first(StateRetention(age: .seconds(Int64.max)), now: 1_000_000_000) == 1)
    }

    @Test func removesWhatIsBeyondOneOfTheTwo() {
        #expect(first(StateRetention(versions: 3, age: .seconds(10))) == 18)
        #expect(first(StateRetention(versions: 10, age: .seconds(3))) == 16)
    }

    @Test func isTenThousandVersionsAndThirtyDaysUnlessSaidOtherwise() {
        #expect(StateRetention() == StateRetention(versions: 10_000, age: .seconds(2_592_000)))
    }
}
