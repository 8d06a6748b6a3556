import Glibc
import Testing

@testable import ringbox

struct TimeArgumentTests {
    private static let now: Int64 = 1_773_500_000

    @Test(arguments: [("90s", 90), ("1.5m", 90), ("2h", 7_200), ("7d", 604_800), ("0s", 0)])
    func countsBackwards(text: String, seconds: Int64) {
        #expect(TimeArgument(argument: text, now: Self.now)?.milliseconds == (Self.now - seconds) * 1_000)
    }

    @Test(arguments: [
        ("2026-03-14 15:09:26", "2026-03-14 15:09:26"), ("2026-03-14T15:09", "2026-03-14 15:09:00"), ("2026-3-4", "2026-03-04 00:00:00"),
        ("1999-12-31 23:59", "1999-12-31 23:59:00"),
    ])
    func readsDatesInTheZoneOfTheMachine(text: String, shown: String) throws {
        let time = try #require(TimeArgument(argument: text, now: Self.now))
        #expect(ClockText.date(time.milliseconds) == shown)
    }

    @Test func aTimeOfDayIsToday() throws {
        let time = try #require(TimeArgument(argument: "15:09", now: Self.now))
        #expect(ClockText.date(time.milliseconds) == ClockText.date(Self.now * 1_000).prefix(10) + " 15:09:00")
    }

    @Test(arguments: ["2026-03-14T15:09+03:00", "2026-03-14T12:09Z", "2026-03-14T12:09:00Z"])
    func readsDatesWithTheirZone(text: String) {
        #expect(TimeArgument(argument: text, now: Self.now)?.milliseconds == 1_773_490_140_000)
    }

    @Test(arguments: [
        "", "yesterday", "2026-13-01", "2026-03", "25:00", "12:60", "-1h", "nans", "infd", "2026-03-14 15", "1:2:3:4", "5", " ",
    ])
    func refusesWhatIsNoTime(text: String) {
        #expect(TimeArgument(argument: text, now: Self.now) == nil)
    }
}
