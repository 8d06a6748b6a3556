internal import Glibc

/// Whom the kernel kills first when the machine has no memory left.
enum MemoryScore {
    /// Puts the process before all others: the host and other programs are worth more than a worker.
    static func raise() -> Bool {
        let file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return write(file, "1000", 4) == 4
    }
}
