/// When something is tried again that the host lacked something for, such as a process or room on a disk: soon, and then less and less often
/// (exponential backoff).
struct RetryPause: Sendable {
    private let shortest: Duration
    private let longest: Duration
    private var failures = 0

    init(shortest: Duration = .milliseconds(250), longest: Duration = .seconds(30)) {
        self.shortest = shortest
        self.longest = longest
    }

    /// Notes an attempt that failed.
    ///
    /// - Returns: The time until the next one.
    mutating func failed() -> Duration {
        failures = min(failures + 1, 16)
        return min(shortest * (1 << (failures - 1)), longest)
    }
}
