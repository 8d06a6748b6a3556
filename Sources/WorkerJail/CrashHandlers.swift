internal import Glibc

/// What a process does before a crash ends it.
enum CrashHandlers {
    /// Takes away what Swift's runtime does then: it starts a program that prints a backtrace.
    static func remove() {
        for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(number, SIG_DFL) }
    }
}
