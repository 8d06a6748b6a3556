internal import Glibc

/// How much a worker may have of what the kernel counts for each process or user.
enum ResourceLimits {
    /// Nobody can raise them again: the hard limits come down as well, and the privilege is gone.
    ///
    /// Not among them: address space, since JavaScriptCore reserves more than a hundred gigabytes of it and uses little, and
    /// CPU time, which the host counts for each turn.
    private static let all: [(resource: __rlimit_resource, most: rlim_t)] = [
        (RLIMIT_CORE, 0),
        // A file cannot grow. Sockets have no size.
        (RLIMIT_FSIZE, 0),
        (__RLIMIT_MEMLOCK, 0),
        (__RLIMIT_MSGQUEUE, 0),
        (__RLIMIT_NICE, 0),
        (__RLIMIT_RTPRIO, 0),
        // The socket, the standard ones, and a handful with which the engine's threads wake each other.
        (RLIMIT_NOFILE, 64),
        // The first thread only waits; the engine's has a stack of its own.
        (RLIMIT_STACK, 8 << 20),
        // The kernel counts the threads of all processes of the user, and does not count for root. The engine starts threads
        // now and then (they end when they are idle), so that this is no more than a ceiling: a wall for one worker is what
        // the container's or the control group's limit of processes is for.
        (__RLIMIT_NPROC, 16_384),
    ]

    static func lower() -> Bool {
        var isDone = true
        for (resource, most) in all {
            let number = __rlimit_resource_t(resource.rawValue)
            var limit = rlimit()
            guard getrlimit(number, &limit) == 0 else {
                isDone = false
                continue
            }
            limit.rlim_max = min(limit.rlim_max, most)
            limit.rlim_cur = min(limit.rlim_cur, limit.rlim_max)
            if setrlimit(number, &limit) != 0 { isDone = false }
        }
        return isDone
    }
}
