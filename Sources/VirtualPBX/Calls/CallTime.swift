/// A time as it is written for a call: `2026-03-02T15:00+03:00`, with seconds if need be; UTC is `Z`.
package enum CallTime {
    /// Seconds since 1970; nil for what is no such time, or before 1970.
    package static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let zoneStart = parts[1].firstIndex(where: { "Z+-".contains($0) }) else { return nil }
        let date = numbers(parts[0], "-", widths: [4, 2, 2])
        let clock = numbers(parts[1][..<zoneStart], ":", widths: [2, 2]) ?? numbers(parts[1][..<zoneStart], ":", widths: [2, 2, 2])
        let zone = parts[1][zoneStart...]
        guard let date, let clock, let offset = zone == "Z" ? 0 : WorkingHours.utcOffset(String(zone)) else { return nil }
        let (year, month, day) = (date[0], date[1], date[2])
        guard year >= 1970, (1...12).contains(month), (1...daysIn(month, of: year)).contains(day), clock[0] < 24, clock[1] < 60,
            clock.count == 2 || clock[2] < 60
        else { return nil }
        let minutes = Int64(clock[0] * 60 + clock[1])
        let seconds = days(year, month, day) * 86_400 + minutes * 60 + Int64(clock.count == 3 ? clock[2] : 0) - Int64(offset)
        return seconds >= 0 ? seconds : nil
    }

    /// In UTC, with seconds.
    package static func text(_ seconds: Int64) -> String {
        let seconds = max(0, min(seconds, 253_402_300_799))
        var day = Int(seconds / 86_400)
        var year = 1970
        while day >= daysIn(year) {
            day -= daysIn(year)
            year += 1
        }
        var month = 1
        while day >= daysIn(month, of: year) {
            day -= daysIn(month, of: year)
            month += 1
        }
        let rest = Int(seconds % 86_400)
        return "\(year)-\(two(month))-\(two(day + 1))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func numbers(_ text: Substring, _ separator: Character, widths: [Int]) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == widths, parts.allSatisfy({ $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }) else { return nil }
        return parts.compactMap { Int($0) }
    }

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let years = (1970..<year).reduce(0) { $0 + daysIn($1) }
        return Int64((1..<month).reduce(years) { $0 + daysIn($1, of: year) } + day - 1)
    }

    private static func daysIn(_ year: Int) -> Int { isLeap(year) ? 366 : 365 }

    private static func daysIn(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
}
