import CProbe
import Glibc

extension Attempt {
    private static let here = Int(AT_FDCWD)
    /// TIOCSTI: input for the terminal, as if somebody typed it.
    private static let typeForUser = 0x5412

    static let files: [String: Body] = [
        "open-for-reading": { _ in call(__NR_openat, here, path: "/etc/passwd", Int(O_RDONLY)) },
        "open-for-writing": { _ in call(__NR_openat, here, path: "/dev/shm/ringbox-probe", Int(O_WRONLY | O_CREAT), 0o600) },
        "open-a-folder": { _ in call(__NR_openat, here, path: "/", Int(O_RDONLY | O_DIRECTORY)) },
        "open-own-memory": { _ in call(__NR_openat, here, path: "/proc/self/mem", Int(O_RDWR)) },
        "open-own-environment": { _ in call(__NR_openat, here, path: "/proc/self/environ", Int(O_RDONLY)) },
        "open-parents-memory": { call(__NR_openat, here, path: "/proc/\($0.parent)/mem", Int(O_RDONLY)) },
        "open-the-random-device": { _ in call(__NR_openat, here, path: "/dev/urandom", Int(O_RDONLY)) },
        "open-by-handle": { _ in call(__NR_open_by_handle_at, here, 0, 0) },
        "openat2": { _ in call(__NR_openat2, here, path: "/etc/passwd", 0, 24) },
        "read-a-link": { _ in call(__NR_readlinkat, here, path: "/proc/self/exe", 0, 0) },
        "look-at-a-file": { _ in call(__NR_newfstatat, here, path: "/etc/passwd", 0, 0) },
        "make-a-folder": { _ in call(__NR_mkdirat, here, path: "/dev/shm/ringbox-probe-\(getpid())", 0o700) },
        "remove-a-file": { _ in call(__NR_unlinkat, here, path: "/dev/shm/ringbox-probe-nothing", 0) },
        "memory-file": { _ in call(__NR_memfd_create, 0, 0) },
        "double-a-descriptor": { _ in call(__NR_dup, 3) },
        "pipe": { _ in call(__NR_pipe2, 0, 0) },
        "control-a-device": { _ in call(__NR_ioctl, 3, typeForUser, 0) },
    ]
}
