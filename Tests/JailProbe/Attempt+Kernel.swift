import CProbe
import Glibc

extension Attempt {
    static let kernel: [String: Body] = [
        "mount": { _ in call(__NR_mount, 0, 0, 0, 0, 0) },
        "unmount": { _ in call(__NR_umount2, 0, 0) },
        "new-mount": { _ in call(__NR_fsopen, 0, 0) },
        "change-root": { _ in call(__NR_chroot, 0) },
        "pivot-root": { _ in call(__NR_pivot_root, 0, 0) },
        "unshare": { _ in call(__NR_unshare, 0) },
        "join-a-namespace": { _ in call(__NR_setns, -1, 0) },
        "bpf": { _ in call(__NR_bpf, 0, 0, 0) },
        "userfaultfd": { _ in call(__NR_userfaultfd, 1) },
        "io_uring": { _ in call(__NR_io_uring_setup, 0, 0) },
        "asynchronous-io": { _ in call(__NR_io_setup, 0, 0) },
        "keyring": { _ in call(__NR_keyctl, 0, -3, 0) },
        "add-a-key": { _ in call(__NR_add_key, 0, 0, 0, 0, 0) },
        "performance-counters": { _ in call(__NR_perf_event_open, 0, 0, -1, -1, 0) },
        "load-a-module": { _ in call(__NR_finit_module, -1, 0, 0) },
        "load-a-kernel": { _ in call(__NR_kexec_load, 0, 0, 0, 0xffff) },
        "reboot": { _ in call(__NR_reboot, 0, 0, 0, 0) },
        "kernel-log": { _ in call(__NR_syslog, 10, 0, 0) },
        "set-the-clock": { _ in call(__NR_clock_settime, -1, 0) },
        "set-user": { _ in call(__NR_setuid, Int(getuid())) },
        "set-group": { _ in call(__NR_setgid, Int(getgid())) },
        "set-groups": { _ in call(__NR_setgroups, 0, 0) },
        "set-capabilities": { _ in call(__NR_capset, 0, 0) },
        "personality": { _ in call(__NR_personality, 0xffff_ffff) },
        "another-filter": { _ in call(__NR_seccomp, 1, 0, 0) },
        "another-filter-by-prctl": { _ in call(__NR_prctl, Int(PR_SET_SECCOMP), 2, 0) },
        "be-dumpable": { _ in call(__NR_prctl, Int(PR_SET_DUMPABLE), 1, 0, 0, 0) },
        "new-privileges": { _ in call(__NR_prctl, Int(PR_SET_NO_NEW_PRIVS), 0, 0, 0, 0) },
        "call-of-32-bit-programs": { _ in result(probe_call_32()) },
        "call-with-an-x32-number": { _ in call(0x4000_0000 | __NR_getpid) },
        "call-that-does-not-exist": { _ in call(999) },
    ]
}
