import Glibc

/// A time as people write it, in UTC.
enum UTCText {
    /// `2026-03-02 12:00 UTC`.
    ///
    /// - Parameter time: In seconds since 1970.
    static func text(_ time: Int64) -> String {
        var seconds = time_t(time)
        var parts = tm()
        guard gmtime_r(&seconds, &parts) != nil else { return "\(time)" }
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1_900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) \(two(parts.tm_hour)):\(two(parts.tm_min)) UTC"
    }
}
