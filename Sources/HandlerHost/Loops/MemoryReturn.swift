import CLinux
import ChildPrograms
import Glibc

/// Gives the system back what the allocator keeps of memory that nobody uses any more.
///
/// Large bodies and replies leave holes between small things that stay, such as the entries of the activity. The allocator itself gives
/// back only what lies behind all of them.
struct MemoryReturn {
    /// How much more memory than a host has that has given back all it can is worth looking for holes.
    private static let growth = 16 << 20
    /// Less than that was not worth it.
    private static let leastReturn = 1 << 20
    private static let shortestPause = Duration.seconds(2)
    /// How long nothing is given back by a host that is busy, since it needs most of it again, or whose memory is in use.
    private static let longestPause = Duration.seconds(60)
    /// A host that uses less of a processor has time, in percent.
    private static let idleShare = 10

    /// Gives memory back again and again, until the task is cancelled.
    func run() async {
        let clock = ContinuousClock()
        var least = Self.memory
        var pause = Self.shortestPause
        var (lastReturn, lastLook, lastTime) = (clock.now, clock.now, Self.processorTime)
        while true {
            do {
                try await Task.sleep(for: pause)
            } catch {
                return
            }
            let (now, time) = (clock.now, Self.processorTime)
            let isIdle = (time - lastTime) * 100 < lastLook.duration(to: now) * Self.idleShare
            (lastLook, lastTime) = (now, time)
            let before = Self.memory
            least = min(least, before)
            guard before - least > Self.growth, isIdle || lastReturn.duration(to: now) >= Self.longestPause else { continue }
            _ = await BlockingThread.run { linux_return_memory() }
            lastReturn = now
            let after = Self.memory
            least = min(least, after)
            pause = before - after > Self.leastReturn ? Self.shortestPause : min(pause * 2, Self.longestPause)
        }
    }

    private static var memory: Int { ProcessMemory.privateBytes(of: getpid()) ?? 0 }

    private static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
