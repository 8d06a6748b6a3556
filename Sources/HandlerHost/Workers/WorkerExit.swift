import Glibc

/// How a worker's process ended.
package struct WorkerExit: Sendable, Equatable, CustomStringConvertible {
    /// The number of the signal that killed it, or nil.
    var signal: Int32?
    /// The exit code, or nil.
    var code: Int32?

    /// Waits for a process whose socket has closed; kills it when it does not end by itself within 100 ms.
    ///
    /// Blocks; call it from a thread that may.
    static func reaping(_ processID: pid_t) -> WorkerExit {
        var status: Int32 = 0
        for _ in 0..<100 {
            if waitpid(processID, &status, WNOHANG) != 0 { return WorkerExit(status: status) }
            usleep(1_000)
        }
        kill(processID, SIGKILL)
        waitpid(processID, &status, 0)
        return WorkerExit(status: status)
    }

    private init(status: Int32) {
        if status & 0x7f == 0 {
            code = (status >> 8) & 0xff
        } else {
            signal = status & 0x7f
        }
    }

    package var description: String {
        if let signal { return "killed by signal \(signal), \(String(cString: strsignal(signal)))" }
        return "exit code \(code ?? 0)"
    }
}
