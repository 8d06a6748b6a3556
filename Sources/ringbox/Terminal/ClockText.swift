import Glibc

/// Times for people.
enum ClockText {
    /// `HH:MM:SS` in the machine's time zone.
    ///
    /// - Parameter milliseconds: Since 1970.
    static func time(_ milliseconds: Int64) -> String {
        var seconds = time_t(milliseconds / 1_000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return "--:--:--" }
        return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
