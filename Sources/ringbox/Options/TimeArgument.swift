import ArgumentParser
import Glibc
import VirtualPBX

/// A time as it is typed: `90s`, `30m`, `2h` or `7d` ago, `2026-03-14`, `2026-03-14 15:09` or `15:09` in the machine's
/// time zone, or `2026-03-14T15:09+03:00` or `2026-03-14T15:09Z`.
struct TimeArgument: ExpressibleByArgument, Equatable {
    /// Milliseconds since 1970.
    let milliseconds: Int64

    init?(argument: String) {
        self.init(argument: argument, now: Int64(clamping: Glibc.time(nil)))
    }

    /// - Parameter now: In seconds since 1970.
    init?(argument: String, now: Int64) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        if let unit = argument.last.flatMap({ units[$0] }), let count = Double(argument.dropLast()), count >= 0, count * unit < 1e11 {
            // Safe: less than 1e14.
            milliseconds = (now * 1_000) - Int64(count * unit * 1_000)
            return
        }
        if let seconds = CallTime.seconds(argument) {
            milliseconds = seconds * 1_000
            return
        }
        let parts = argument.split(whereSeparator: { $0 == " " || $0 == "T" }).map { part in
            part.split(separator: part.contains(":") ? ":" : "-", omittingEmptySubsequences: false).map(Self.number)
        }
        let isClock = argument.contains(":")
        guard !parts.isEmpty, parts.count <= (isClock ? 2 : 1),
            let seconds = Self.seconds(
                date: parts.count == 2 || !isClock ? parts[0] : [], clock: isClock ? parts[parts.count - 1] : [], now: now)
        else { return nil }
        milliseconds = seconds * 1_000
    }

    /// The number that digits write.
    private static func number(_ text: Substring) -> Int32? {
        // Safe: a text, which is no number or one of 32 bits.
        (1...4).contains(text.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int32(text) : nil
    }

    /// - Parameters:
    ///   - date: Year, month and day; empty for today.
    ///   - clock: Hour, minute and perhaps second; empty for the beginning of the day.
    private static func seconds(date: [Int32?], clock: [Int32?], now: Int64) -> Int64? {
        var parts = tm()
        var today = time_t(now)
        guard localtime_r(&today, &parts) != nil else { return nil }
        if !date.isEmpty {
            guard date.count == 3, let year = date[0], let month = date[1], let day = date[2], year >= 1_970, (1...12).contains(month),
                (1...31).contains(day)
            else { return nil }
            (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1_900, month - 1, day)
        }
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (0, 0, 0)
        if !clock.isEmpty {
            guard clock.count == 2 || clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock.last ?? 0,
                hour < 24, minute < 60, second < 61
            else { return nil }
            (parts.tm_hour, parts.tm_min, parts.tm_sec) = (hour, minute, clock.count == 3 ? second : 0)
        }
        // Whether summer time holds on that day is the system's to find out.
        parts.tm_isdst = -1
        let seconds = mktime(&parts)
        return seconds == -1 ? nil : Int64(clamping: seconds)
    }
}
