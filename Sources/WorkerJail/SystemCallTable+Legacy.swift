internal import CLinux

/// Calls that x86_64 has twice, and newer architectures once.
extension SystemCallTable {
    #if arch(x86_64)
        static let legacyAllowed = [__NR_poll, __NR_time]
        static let legacyFiles = [
            __NR_open, __NR_creat, __NR_stat, __NR_lstat, __NR_access, __NR_readlink, __NR_getdents, __NR_mkdir, __NR_rmdir, __NR_mknod,
            __NR_unlink, __NR_link, __NR_symlink, __NR_rename, __NR_renameat, __NR_chmod, __NR_chown, __NR_lchown, __NR_utime, __NR_utimes,
            __NR_inotify_init,
        ]
        static let legacyForbidden = [
            __NR_fork, __NR_vfork, __NR_modify_ldt, __NR_iopl, __NR_ioperm, __NR_uselib, __NR__sysctl,
        ]
    #else
        static let legacyAllowed: [Int32] = []
        static let legacyFiles: [Int32] = []
        static let legacyForbidden: [Int32] = []
    #endif
}
