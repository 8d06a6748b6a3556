import CProbe
import Glibc

extension Attempt {
    /// Requests of ptrace.
    private static let attach = 16
    private static let traceMe = 0
    private static let threadFlags = 0x3d_0f00
    private static let ownNamespace = 0x1000_0000

    static let processes: [String: Body] = [
        "exec": { _ in call(__NR_execve, path: "/bin/true") },
        "exec-at": { _ in call(__NR_execveat, Int(AT_FDCWD), path: "/bin/true", 0, 0, 0) },
        "fork": { _ in child(probe_call(Int(__NR_clone), Int(SIGCHLD), 0, 0, 0, 0, 0)) },
        "clone-with-a-namespace": { _ in call(__NR_clone, threadFlags | ownNamespace, 0, 0, 0, 0) },
        "clone3": { _ in call(__NR_clone3, 0, 0) },
        "trace-parent": { call(__NR_ptrace, attach, Int($0.parent), 0, 0) },
        "be-traced": { _ in call(__NR_ptrace, traceMe, 0, 0, 0) },
        "signal-parent": { call(__NR_kill, Int($0.parent), 0) },
        "signal-everybody": { _ in call(__NR_kill, -1, 0) },
        "signal-own-group": { _ in call(__NR_kill, 0, 0) },
        "signal-parents-thread": { call(__NR_tgkill, Int($0.parent), Int($0.parent), 0) },
        "signal-a-thread-by-number": { call(__NR_tkill, Int($0.parent), 0) },
        "queue-a-signal": { call(__NR_rt_sigqueueinfo, Int($0.parent), 0, 0) },
        "open-a-process": { call(__NR_pidfd_open, Int($0.parent), 0) },
        "read-parents-memory": { call(__NR_process_vm_readv, Int($0.parent), 0, 0, 0, 0, 0) },
        "write-parents-memory": { call(__NR_process_vm_writev, Int($0.parent), 0, 0, 0, 0, 0) },
        "limit-parent": { call(__NR_prlimit64, Int($0.parent), Int(RLIMIT_CORE.rawValue), 0, 0) },
        "renice-parent": { call(__NR_setpriority, 0, Int($0.parent), 19) },
        "shared-memory": { _ in call(__NR_shmget, 0, 4_096, 0o1600) },
        "signal-itself": { _ in call(__NR_kill, Int(getpid()), 0) },
        "fork-the-old-way": { _ in forkedTheOldWay() },
        "vfork": { _ in vforked() },
    ]

    private static func call(_ number: Int32, path: String) -> String {
        path.withCString { result(probe_call(Int(number), Int(bitPattern: $0), 0, 0, 0, 0, 0)) }
    }

    #if arch(x86_64)
        private static func forkedTheOldWay() -> String { child(probe_call(Int(__NR_fork), 0, 0, 0, 0, 0, 0)) }
        private static func vforked() -> String { child(probe_call(Int(__NR_vfork), 0, 0, 0, 0, 0, 0)) }
    #else
        private static func forkedTheOldWay() -> String { child(probe_call(Int(__NR_clone), Int(SIGCHLD), 0, 0, 0, 0, 0)) }
        private static func vforked() -> String { forkedTheOldWay() }
    #endif

    /// A child that came to be after all must not tell anything.
    private static func child(_ value: Int) -> String {
        if value == 0 { _exit(0) }
        return result(value)
    }
}
