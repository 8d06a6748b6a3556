internal import CLinux
import Glibc

/// Runs a program to its end, with its input and outputs in memory.
package enum ChildProcess {
    package enum Failure: Error, Equatable {
        /// There is no such program.
        case missing
        /// A system call failed.
        case failed(code: Int32)
        case timedOut
        /// The program printed, or wrote into a file, more than it may; in bytes.
        case tooMuch(limit: Int)
    }

    package struct Output: Sendable {
        /// The exit status; for a program that a signal ended, 128 and its number.
        package var status: Int32
        package var standard: [UInt8]
        /// The first ``longestErrors`` bytes of what it complained about.
        package var errors: [UInt8]
    }

    /// In bytes.
    package static let longestErrors = 256 << 10

    /// Runs `program`, which is looked for on the search path, without environment, without a descriptor of the host and with
    /// a low priority, and waits for its end.
    ///
    /// Blocks the thread. The program is killed as soon as it goes beyond one of the limits, with everything that it has started.
    package static func run(
        _ program: String, _ arguments: [String], input: [UInt8], limits: ChildLimits
    ) throws(Failure) -> Output {
        let end = ContinuousClock.now + limits.time
        guard var into = SocketPair(), var standard = SocketPair(), var errors = SocketPair() else {
            throw .failed(code: errno)
        }
        // Set before the program begins, so that whatever it starts inherits it; the shell counts in blocks of 512 bytes.
        let bounded = ["-c", #"ulimit -f "$0" && exec "$@""#, "\(blocks(limits.bytes))", try path(of: program)]
        let pid = try spawn(leash + ["/bin/sh"] + bounded + arguments, descriptors: [into.far, standard.far, errors.far])
        into.closeFar()
        standard.closeFar()
        errors.closeFar()

        var exchange = ProcessExchange(
            input: input, into: into.near, standard: standard.near, errors: errors.near, limits: [limits.bytes, longestErrors])
        let ended = exchange.run(until: end)
        guard ended == .closed, let status = wait(for: pid, until: end) else {
            kill(-pid, SIGKILL)
            _ = wait(for: pid, until: nil)
            throw ended == .overflowed ? .tooMuch(limit: limits.bytes) : .timedOut
        }
        // The kernel's signal to who writes more into a file than it may, or what a shell tells of it.
        guard status != 128 + SIGXFSZ else { throw .tooMuch(limit: limits.bytes) }
        return Output(status: status, standard: exchange.outputs[0], errors: exchange.outputs[1])
    }

    /// The most blocks of a file: no more than this process may write, which only root could raise, and which is stricter anyway.
    private static func blocks(_ bytes: Int) -> UInt {
        var own = rlimit()
        let most = getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &own) == 0 ? own.rlim_max : .max
        return min(UInt(max(bytes / 512, 1)), most / 512)
    }

    /// Has the kernel end the program with this thread, which waits for it: a host that is killed can end nothing any more. A machine that
    /// lacks this part of util-linux leaves the program to its own end.
    private static var leash: [String] {
        let tool = "/usr/bin/setpriv"
        return access(tool, X_OK) == 0 ? [tool, "--pdeathsig", "KILL"] : []
    }

    /// Where a program is.
    private static func path(of program: String) throws(Failure) -> String {
        if program.contains("/") {
            let fault = fault(of: program)
            guard fault == 0 else { throw fault == ENOENT ? .missing : .failed(code: fault) }
            return program
        }
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        let places = folders.split(separator: ":").map { "\($0)/\(program)" }
        guard let place = places.first(where: { fault(of: $0) == 0 }) else { throw .missing }
        return place
    }

    /// Why what is at a path cannot be run, as the system's code; 0 when it can.
    private static func fault(of path: String) -> Int32 {
        var status = stat()
        guard access(path, X_OK) == 0, stat(path, &status) == 0 else { return errno }
        return status.st_mode & S_IFMT == S_IFREG ? 0 : EACCES
    }

    private static func spawn(_ command: [String], descriptors: [Int32]) throws(Failure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        // Sockets of the host that stayed open here would never be closed for those at their other ends.
        linux_spawn_close_from(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this process ignores, or this thread blocks, the program would as well, such as the signal of a file that is too large.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var pid = pid_t()
        let code = posix_spawn(&pid, command[0], &actions, &attributes, words, &environment)
        guard code == 0 else { throw code == ENOENT ? .missing : .failed(code: code) }
        ChildPriority.lower(pid)
        return pid
    }

    /// The status of a program that has ended, or ends before `end`; waits for ever without an `end`.
    private static func wait(for pid: pid_t, until end: ContinuousClock.Instant?) -> Int32? {
        var status: Int32 = 0
        while true {
            let ended = waitpid(pid, &status, end == nil ? 0 : WNOHANG)
            if ended == pid { break }
            if ended < 0, errno != EINTR { return nil }
            // A program that has closed its outputs is about to end.
            if ended == 0 { usleep(500) }
            if let end, ContinuousClock.now > end { return nil }
        }
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }
}
