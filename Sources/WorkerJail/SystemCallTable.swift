internal import CLinux
internal import Glibc

/// Which system calls there are in a process. For a worker: what a warm engine and its socket need, and nothing that makes a
/// descriptor, a process, a file or code.
struct SystemCallTable {
    /// Numbers from here on belong to another way of calling the kernel: the x32 calls of x86_64.
    static let foreignNumbers: UInt32 = 0x4000_0000

    var rules: [SystemCallRule]
    /// What becomes of every other call.
    var rest: SystemCallRule.Refusal

    static var worker: SystemCallTable {
        let allowed = conversation + memory + threads + signals + clocks
        let innocent = files.map { SystemCallRule($0, .refuse(.error(EACCES))) } + wishes
        let forbidden = (others + kernel + identity + sockets + legacyForbidden).map { SystemCallRule($0, .refuse(.kill)) }
        // A call that this list does not know is answered as by a kernel that does not know it: libraries have a plan for that.
        return SystemCallTable(rules: allowed.map { SystemCallRule($0, .allow) } + conditional + innocent + forbidden, rest: .error(ENOSYS))
    }

    // MARK: Allowed

    /// The socket, and the descriptors with which threads wake each other.
    private static let conversation = [__NR_read, __NR_write, __NR_ppoll, __NR_pread64, __NR_close, __NR_eventfd2] + legacyAllowed

    private static let memory = [__NR_madvise, __NR_munmap, __NR_mremap, __NR_brk, __NR_getrandom, __NR_sysinfo, __NR_membarrier]

    private static let threads = [
        __NR_futex, __NR_sched_yield, __NR_gettid, __NR_getpid, __NR_exit, __NR_exit_group, __NR_set_robust_list, __NR_rseq,
        __NR_sched_getaffinity, __NR_sched_getparam, __NR_sched_getscheduler, __NR_getrusage, __NR_getcpu, __NR_restart_syscall,
    ]

    private static let signals = [__NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_rt_sigsuspend, __NR_sigaltstack]

    /// Most of them are answered without the kernel, on machines with a good clock.
    private static let clocks = [
        __NR_clock_gettime, __NR_clock_nanosleep, __NR_nanosleep, __NR_clock_getres, __NR_gettimeofday,
    ]

    /// Allowed with some arguments.
    private static var conditional: [SystemCallRule] {
        let ownProcess = UInt64(getpid())
        // Code is compiled into memory that the engine reserved when it started, writable and executable from then on. Nothing
        // else ever becomes executable.
        let executable = UInt32(PROT_EXEC)
        return [
            SystemCallRule(__NR_clone, .allowIf([.equals(0, linux_thread_flags)], otherwise: .kill)),
            SystemCallRule(__NR_mmap, .allowIf([.hasNone(2, executable)], otherwise: .error(EACCES))),
            SystemCallRule(__NR_mprotect, .allowIf([.hasNone(2, executable)], otherwise: .error(EACCES))),
            // The engine stops its threads with signals, and a process that gives up sends itself one.
            SystemCallRule(__NR_tgkill, .allowIf([.equals(0, ownProcess)], otherwise: .kill)),
            SystemCallRule(__NR_kill, .allowIf([.equals(0, ownProcess)], otherwise: .kill)),
            // Limits can be read, those of this process.
            SystemCallRule(__NR_prlimit64, .allowIf([.equals(0, 0), .equals(2, 0)], otherwise: .error(EPERM))),
            // Names for threads and for pieces of memory.
            SystemCallRule(
                __NR_prctl,
                .allowIf([.isOneOf(0, [UInt32(PR_SET_NAME), UInt32(PR_GET_NAME), UInt32(PR_SET_VMA)])], otherwise: .error(EPERM))),
            SystemCallRule(
                __NR_fcntl, .allowIf([.isOneOf(1, [F_GETFD, F_SETFD, F_GETFL].map { UInt32($0) })], otherwise: .error(EPERM))),
        ]
    }

    // MARK: Refused

    /// Libraries look for files, and live without them.
    private static let files =
        [
            __NR_openat, __NR_openat2, __NR_newfstatat, __NR_fstat, __NR_statx, __NR_statfs, __NR_fstatfs, __NR_faccessat,
            __NR_faccessat2, __NR_readlinkat, __NR_getdents64, __NR_getcwd, __NR_chdir, __NR_fchdir, __NR_mkdirat, __NR_mknodat,
            __NR_unlinkat, __NR_linkat, __NR_symlinkat, __NR_renameat2, __NR_truncate, __NR_ftruncate, __NR_fallocate,
            __NR_fchmod, __NR_fchmodat, __NR_fchown, __NR_fchownat, __NR_utimensat, __NR_inotify_init1,
            __NR_setxattr, __NR_getxattr, __NR_flock, __NR_memfd_create,
        ] + legacyFiles

    /// What libraries try, and do without.
    private static let wishes = [
        // Its flags are behind a pointer, where a filter cannot look. The C library then uses clone.
        SystemCallRule(__NR_clone3, .refuse(.error(ENOSYS))),
        SystemCallRule(__NR_ioctl, .refuse(.error(ENOTTY))),
        // Threads ask for a priority, of themselves or of whomever.
        SystemCallRule(__NR_sched_setscheduler, .refuse(.error(EPERM))),
        SystemCallRule(__NR_sched_setparam, .refuse(.error(EPERM))),
        SystemCallRule(__NR_sched_setattr, .refuse(.error(EPERM))),
        SystemCallRule(__NR_sched_setaffinity, .refuse(.error(EPERM))),
        SystemCallRule(__NR_setpriority, .refuse(.error(EPERM))),
        SystemCallRule(__NR_dup, .refuse(.error(EPERM))),
        SystemCallRule(__NR_dup3, .refuse(.error(EPERM))),
        SystemCallRule(__NR_pipe2, .refuse(.error(EPERM))),
    ]

    // MARK: Deadly

    /// Other processes, and programs.
    private static let others = [
        __NR_execve, __NR_execveat, __NR_ptrace, __NR_process_vm_readv, __NR_process_vm_writev, __NR_process_madvise, __NR_kcmp,
        __NR_pidfd_open, __NR_pidfd_getfd, __NR_pidfd_send_signal, __NR_tkill, __NR_rt_sigqueueinfo, __NR_rt_tgsigqueueinfo,
        __NR_unshare, __NR_setns, __NR_shmget, __NR_shmat, __NR_msgget, __NR_semget, __NR_mq_open,
    ]

    /// The machine, and the kernel's larger targets.
    private static let kernel = [
        __NR_bpf, __NR_userfaultfd, __NR_perf_event_open, __NR_io_uring_setup, __NR_io_uring_enter, __NR_io_uring_register, __NR_io_setup,
        __NR_keyctl, __NR_add_key, __NR_request_key, __NR_fanotify_init, __NR_memfd_secret, __NR_seccomp,
        __NR_mount, __NR_umount2, __NR_pivot_root, __NR_chroot, __NR_fsopen, __NR_fsconfig, __NR_fsmount, __NR_fspick, __NR_move_mount,
        __NR_open_tree, __NR_mount_setattr, __NR_open_by_handle_at, __NR_name_to_handle_at, __NR_quotactl,
        __NR_init_module, __NR_finit_module, __NR_delete_module, __NR_kexec_load, __NR_kexec_file_load, __NR_reboot,
        __NR_swapon, __NR_swapoff, __NR_acct, __NR_syslog, __NR_settimeofday, __NR_clock_settime, __NR_adjtimex, __NR_clock_adjtime,
        __NR_sethostname, __NR_setdomainname, __NR_vhangup,
    ]

    /// Who the process is.
    private static let identity = [
        __NR_setuid, __NR_setreuid, __NR_setresuid, __NR_setfsuid, __NR_setgid, __NR_setregid, __NR_setresgid, __NR_setfsgid,
        __NR_setgroups, __NR_capset, __NR_personality,
    ]

    /// The network, and descriptors that come or go over the one socket.
    private static let sockets = [
        __NR_socket, __NR_socketpair, __NR_bind, __NR_connect, __NR_listen, __NR_accept, __NR_accept4, __NR_sendmsg, __NR_recvmsg,
        __NR_sendmmsg, __NR_recvmmsg, __NR_setsockopt,
    ]
}
