import Glibc

/// Two connected sockets: the near end is ours, the far end goes to a child process.
package struct SocketPair: ~Copyable {
    package let near: Int32
    package private(set) var far: Int32

    /// Makes a pair whose ends no other child process inherits; `nil` when there are no more descriptors.
    package init?() {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { return nil }
        (near, far) = (ends[0], ends[1])
    }

    deinit {
        close(near)
        if far >= 0 { close(far) }
    }

    /// Closes the far end: while it is open here, reading the near one meets no end.
    package mutating func closeFar() {
        close(far)
        far = -1
    }
}
