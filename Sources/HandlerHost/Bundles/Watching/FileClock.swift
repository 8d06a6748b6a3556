import Glibc

/// The clock that the kernel stamps files with: it goes on by ticks of some milliseconds.
enum FileClock {
    /// The time at this moment, in nanoseconds since 1970: no change that has happened is stamped later.
    static var now: Int { time(of: CLOCK_REALTIME) }

    /// Waits, for a tick at most, until every change that happens is stamped later than `time`.
    static func wait(until time: Int) {
        // A tick has ten milliseconds at most; a clock that is set back is not waited for. The watcher has a thread of its own, which may
        // sleep.
        for _ in 0..<20 where self.time(of: CLOCK_REALTIME_COARSE) <= time { usleep(1_000) }
    }

    private static func time(of clock: clockid_t) -> Int {
        var now = timespec()
        clock_gettime(clock, &now)
        return Int(now.tv_sec) &* 1_000_000_000 &+ Int(now.tv_nsec)
    }
}
