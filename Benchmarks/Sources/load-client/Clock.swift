import Glibc

/// Nanoseconds of the machine's steady clock.
enum Clock {
    static let second: UInt64 = 1_000_000_000

    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * second + UInt64(time.tv_nsec)
    }
}
