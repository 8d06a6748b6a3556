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
    }

    package struct Output: Sendable {
        /// The exit status; for a program that a signal ended, 128 and its number.
        package var status: Int32
        package var standard: [UInt8]
        package var errors: [UInt8]
    }

    /// Runs `program`, which is looked for on the search path, without environment, without a descriptor of the host and with
    /// a low priority, and waits for its end.
    ///
    /// Blocks the thread. The program is killed when it takes longer than `limit`, with everything that it has started.
    package static func run(
        _ program: String, _ arguments: [String], input: [UInt8], limit: Duration
    ) throws(Failure) -> Output {
        let end = ContinuousClock.now + limit
        guard var into = SocketPair(), var standard = SocketPair(), var errors = SocketPair() else {
            throw .failed(code: errno)
        }
        let pid = try spawn(program, arguments, descriptors: [into.far, standard.far, errors.far])
        into.closeFar()
        standard.closeFar()
        errors.closeFar()

        var exchange = ProcessExchange(input: input, into: into.near, standard: standard.near, errors: errors.near)
        guard exchange.run(until: end), let status = wait(for: pid, until: end) else {
            kill(-pid, SIGKILL)
            _ = wait(for: pid, until: nil)
            throw .timedOut
        }
        return Output(status: status, standard: exchange.outputs[0], errors: exchange.outputs[1])
    }

    private static func spawn(
        _ program: String, _ arguments: [String], descriptors: [Int32]
    ) throws(Failure) -> pid_t {
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
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var pid = pid_t()
        let code = posix_spawnp(&pid, program, &actions, &attributes, words, &environment)
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
