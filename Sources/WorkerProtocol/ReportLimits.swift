/// How large the parts of a report may be that no setting of the sandbox limits, in bytes. The worker keeps to them, and the
/// host holds it to them.
package enum ReportLimits {
    /// The JSON text of a reply's headers.
    package static let headers = 64 << 10
    /// What JSON hides of a reply.
    package static let slips = 64 << 10
    /// The texts of what was thrown, with all its places.
    package static let failure = 512 << 10
    /// The routes of a bundle.
    package static let routes = 1 << 20
    /// What a log that was cut may be longer than its limit: the mark, and what packs the last lines.
    package static let logMark = 512
    /// The CPU time of one run, in microseconds: more than an hour, which no limit allows.
    package static let cpuMicroseconds = UInt64(UInt32.max)
}
