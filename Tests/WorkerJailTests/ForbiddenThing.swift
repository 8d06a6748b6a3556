import Testing

/// Something that the probe tries in the whole jail, and what becomes of it.
struct ForbiddenThing: Sendable, CustomTestStringConvertible {
    let attempt: String
    let outcome: String

    var testDescription: String { attempt }

    static let all = killed + withoutAccess + refused

    /// What nothing in a worker does by itself.
    private static let killed = [
        "open-by-handle",
        "socket-inet", "socket-inet6", "socket-udp", "socket-unix", "socket-netlink", "socket-packet", "socket-vsock", "socket-crypto",
        "socket-pair", "connect", "bind", "listen", "accept", "send-a-descriptor", "receive-a-descriptor",
        "exec", "exec-at", "fork", "fork-the-old-way", "vfork", "clone-with-a-namespace", "trace-parent", "be-traced",
        "signal-parent", "signal-everybody", "signal-own-group", "signal-parents-thread", "signal-a-thread-by-number",
        "queue-a-signal", "open-a-process", "read-parents-memory", "write-parents-memory", "shared-memory",
        "mount", "unmount", "new-mount", "change-root", "pivot-root", "unshare", "join-a-namespace",
        "bpf", "userfaultfd", "io_uring", "asynchronous-io", "keyring", "add-a-key", "performance-counters",
        "load-a-module", "load-a-kernel", "reboot", "kernel-log", "set-the-clock",
        "set-user", "set-group", "set-groups", "set-capabilities", "personality", "another-filter",
        "call-of-32-bit-programs", "call-with-an-x32-number",
    ].map { ForbiddenThing(attempt: $0, outcome: Probe.killed) }

    /// EACCES.
    private static let withoutAccess = [
        "open-for-reading", "open-for-writing", "open-a-folder", "open-own-memory", "open-own-environment", "open-parents-memory",
        "open-the-random-device", "openat2", "read-a-link", "look-at-a-file", "make-a-folder", "remove-a-file", "memory-file",
        "executable-memory", "make-memory-executable",
    ].map { ForbiddenThing(attempt: $0, outcome: "error 13") }

    private static let refused = [
        ("double-a-descriptor", 1), ("pipe", 1), ("limit-parent", 1), ("renice-parent", 1), ("another-filter-by-prctl", 1),
        ("be-dumpable", 1), ("new-privileges", 1), ("raise-a-limit", 1), ("dumpable", 1), ("control-a-device", 25),
        ("clone3", 38), ("call-that-does-not-exist", 38), ("lock-memory", 38),
    ].map { ForbiddenThing(attempt: $0.0, outcome: "error \($0.1)") }
}
