import CSpareThreads
import ChildPrograms
import Glibc

/// The threads that a host begins with. One that has too few of them serves nobody, and the libraries that it is built on end it where
/// they need one.
enum HostThreads {
    private static let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    /// The host's own threads before it serves, besides its event loops: they watch, write, read and wait.
    private static let own = 24
    /// Spare threads, for libdispatch when the system refuses it one: as many as run tasks at once, one for each queue that may work at
    /// the same time (the store's, the console's, the log's), one for timers, and some for reads of the store.
    private static let spare = processors + 8

    /// - Throws: When the system does not give as many.
    static func begin() throws(CommandFailure) {
        let wanted = processors + own + spare
        let started = BlockingThread.available(upTo: wanted)
        guard started == wanted, spare_threads_start(Int32(spare)) == spare else {
            throw CommandFailure(
                .unavailable,
                "the system gives this user \(started) threads, and a host begins with \(wanted): raise \"ulimit -u\", TasksMax or pids_limit"
            )
        }
    }
}
