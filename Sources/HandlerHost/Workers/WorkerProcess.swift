internal import CLinux
import Glibc
import WorkerProtocol

/// A started worker: its process, the host's end of the socket to it, and the page that it marks its progress in. Nobody has
/// read from the socket yet.
struct WorkerProcess: Sendable {
    let processID: pid_t
    let socket: Int32
    let progress: ProgressPage

    /// Starts a worker.
    ///
    /// It inherits what ``WorkerDescriptor`` names and no other descriptor of the host.
    ///
    /// - Parameter executable: The path of `ringbox-worker`.
    init(executable: String) throws(WorkerStartError) {
        var page: Int32 = -1
        progress = try ProgressPage(descriptor: &page)
        defer { close(page) }
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw .system(call: "socketpair", code: errno) }
        defer { close(ends[1]) }
        do {
            processID = try Self.spawn(executable, socket: ends[1], progress: page)
        } catch {
            close(ends[0])
            throw error
        }
        socket = ends[0]
    }

    /// Takes over a process that somebody else has started.
    init(processID: pid_t, socket: Int32, progress: ProgressPage) {
        self.processID = processID
        self.socket = socket
        self.progress = progress
    }

    private static func spawn(_ executable: String, socket: Int32, progress: Int32) throws(WorkerStartError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // By way of a third number: the host may know the socket by the one that the page is to have.
        let aside = WorkerDescriptor.progress + (progress == WorkerDescriptor.progress + 1 ? 2 : 1)
        posix_spawn_file_actions_adddup2(&actions, socket, aside)
        posix_spawn_file_actions_adddup2(&actions, progress, WorkerDescriptor.progress)
        posix_spawn_file_actions_adddup2(&actions, aside, WorkerDescriptor.socket)
        linux_spawn_close_from(&actions, aside)
        for descriptor: Int32 in [0, 1] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        // With a process group of its own a worker does not get the Ctrl-C that is meant for the host.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // One for all processes of a service is meant for the host as well, which ends its workers when their turns are answered.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        var processID: pid_t = 0
        let code = executable.withCString { path in
            var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
            defer { free(arguments[0]) }
            // Nothing but the time zone, without which a script's clock would not be the machine's.
            let zone = getenv("TZ").flatMap { strdup("TZ=\(String(cString: $0))") }
            defer { free(zone) }
            var environment: [UnsafeMutablePointer<CChar>?] = [zone, nil]
            return posix_spawn(&processID, path, &actions, &attributes, &arguments, &environment)
        }
        guard code == 0 else { throw .notStarted(executable: executable, code: code) }
        return processID
    }
}
