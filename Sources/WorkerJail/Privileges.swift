internal import CLinux

/// What a process may do that others may not.
enum Privileges {
    /// Gives all capabilities up, and with them the way to get some by starting a program. What is left of root is that
    /// root's files are its own.
    static func drop() -> Bool {
        let hasNone = linux_drop_capabilities() == 0
        return linux_prctl(PR_SET_NO_NEW_PRIVS, 1) == 0 && hasNone
    }
}
