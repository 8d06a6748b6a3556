import ChildPrograms
import Glibc

/// Whether the system lets the host have its threads. One that has too few of them serves nobody, and the libraries that it is built on
/// end it where they need one.
enum ThreadProbe {
    /// What a host has before it serves, besides its event loops: what watches, writes, reads and waits.
    private static let ownThreads = 24

    /// - Throws: When there are not as many as a host begins with.
    static func check() throws(CommandFailure) {
        let wanted = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) + ownThreads
        let started = BlockingThread.available(upTo: wanted)
        guard started == wanted else {
            throw CommandFailure(
                .unavailable,
                "the system gives this user \(started) threads, and a host begins with \(wanted): raise \"ulimit -u\", TasksMax or pids_limit"
            )
        }
    }
}
