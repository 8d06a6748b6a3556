internal import CLinux
internal import Glibc

/// What a worker got from the process that started it.
enum Descriptors {
    /// Closes every descriptor over `last`: only a host's careless library can have left one open for its children.
    static func close(over last: Int32) {
        guard linux_close_from(UInt32(last) + 1) != 0 else { return }
        for descriptor in (last + 1)..<Int32(clamping: sysconf(Int32(_SC_OPEN_MAX))) { _ = Glibc.close(descriptor) }
    }

    /// A descriptor that gives nothing and swallows everything; -1 where there is none to be had.
    static func openNothing() -> Int32 { open("/dev/null", O_RDWR | O_CLOEXEC) }

    /// Makes the standard descriptors harmless. They stay taken: what a library opens must not become standard error.
    static func replace(_ descriptors: ClosedRange<Int32>, with replacement: Int32) {
        for descriptor in descriptors where replacement != descriptor {
            if dup2(replacement, descriptor) < 0 { _ = Glibc.close(descriptor) }
        }
    }
}
