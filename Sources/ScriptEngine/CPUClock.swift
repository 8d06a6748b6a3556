internal import Glibc

/// The clocks that a budget is counted with.
enum CPUClock {
    /// CPU time that the calling thread has used.
    static func threadTime() -> Duration { read(CLOCK_THREAD_CPUTIME_ID) }

    /// Time since some fixed moment. Far cheaper to read than ``threadTime()``, which is a system call, and never behind it.
    static func wallTime() -> Duration { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
