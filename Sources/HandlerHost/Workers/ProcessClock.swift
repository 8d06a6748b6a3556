import Glibc

/// What the kernel says of a process's CPU time.
enum ProcessClock {
    /// The CPU time of all threads of a process since it started; nil when the process is gone.
    static func cpuTime(of processID: pid_t) -> Duration? {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(processID, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
