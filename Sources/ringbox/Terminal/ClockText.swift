import Glibc

/// Times for people.
enum ClockText {
    /// `HH:MM:SS` in the machine's time zone.
    ///
    /// - Parameter milliseconds: Since 1970.
    static func time(_ milliseconds: Int64) -> String {
        guard let parts = parts(milliseconds) else { return "--:--:--" }
        return [parts.tm_hour, parts.tm_min, parts.tm_sec].map(twoDigits).joined(separator: ":")
    }

    /// `YYYY-MM-DD HH:MM:SS` in the machine's time zone.
    ///
    /// - Parameter milliseconds: Since 1970.
    static func date(_ milliseconds: Int64) -> String {
        guard let parts = parts(milliseconds) else { return "---------- --:--:--" }
        return "\(parts.tm_year + 1_900)-\(twoDigits(parts.tm_mon + 1))-\(twoDigits(parts.tm_mday)) \(time(milliseconds))"
    }

    private static func parts(_ milliseconds: Int64) -> tm? {
        var seconds = time_t(milliseconds / 1_000)
        var parts = tm()
        return localtime_r(&seconds, &parts) == nil ? nil : parts
    }

    private static func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
