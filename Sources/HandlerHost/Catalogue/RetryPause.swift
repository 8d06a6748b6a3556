/// When something is tried again that the host lacked something for, such as a process or room on a disk: soon, and then less and less often
/// (exponential backoff).
struct RetryPause: Sendable {
    static let shortest = Duration.milliseconds(250)
    static let longest = Duration.seconds(30)

    private var failures = 0

    /// Notes an attempt that failed.
    ///
    /// - Returns: The time until the next one.
    mutating func failed() -> Duration {
        failures = min(failures + 1, 16)
        return min(Self.shortest * (1 << (failures - 1)), Self.longest)
    }
}
