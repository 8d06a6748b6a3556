import Testing

@testable import VirtualPBX

/// Working hours …
struct WorkingHoursTests {
    /// Thursday, 1 January 1970, 00:00 in Greenwich.
    private static let thursday: Int64 = 0
    private static let hour: Int64 = 3600
    private static let day: Int64 = 86_400

    private func hours(_ text: String, offset: Int = 0) throws -> WorkingHours {
        WorkingHours(spans: try #require(WorkingHours.spans(text)), utcOffset: offset)
    }

    @Test(arguments: [
        ("Th 09:00-18:00", 9 * hour, true), ("Th 09:00-18:00", 9 * hour - 1, false), ("Th 09:00-18:00", 18 * hour - 1, true),
        ("Th 09:00-18:00", 18 * hour, false), ("Th 09:00-18:00", 9 * hour + day, false), ("Th 09:00-18:00", 9 * hour - 7 * day, true),
        ("Th 22:00-06:00", 22 * hour, true), ("Th 22:00-06:00", day + 6 * hour - 1, true), ("Th 22:00-06:00", day + 6 * hour, false),
        ("Th 22:00-06:00", 5 * hour, false), ("We 22:00-06:00", 5 * hour, true), ("Su 22:00-06:00", 4 * day + hour, true),
        ("Fr-Mo 00:00-24:00", 0, false), ("Fr-Mo 00:00-24:00", 4 * day, true), ("Fr-Mo 00:00-24:00", 5 * day, false),
        ("00:00-24:00", Int64.max, true), ("00:00-24:00", Int64.min, true),
    ])
    func hold(text: String, time: Int64, isOpen: Bool) throws {
        #expect(try hours(text).contains(time) == isOpen)
    }

    @Test func areThoseOfTheirTimeZone() throws {
        let moscow = try hours("Th 02:00-03:00", offset: 10_800)
        #expect(moscow.contains(-Self.hour) && !moscow.contains(0))
        #expect(try hours("00:00-24:00", offset: 50_400).contains(.max) && hours("00:00-24:00", offset: -50_400).contains(.min))
    }

    @Test(arguments: ["Mo-Fr 09:00-18:00", "Sa,Su 10:00-14:00", "22:00-06:00", "Mo,We,Fr-Su 00:00-24:00"])
    func areWrittenAsTheyWereRead(text: String) throws {
        #expect(try #require(WorkingHours.spans(text)).map(\.text) == [text])
    }
}
