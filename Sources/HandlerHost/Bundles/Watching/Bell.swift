import ChildPrograms
import Glibc

/// Wakes a thread that waits for descriptors.
final class Bell: Sendable {
    private let sockets: SocketPair

    /// `nil` when there are no more descriptors.
    init?() {
        guard let sockets = SocketPair() else { return nil }
        self.sockets = sockets
    }

    /// Becomes readable when the bell rings, and stays so.
    var descriptor: Int32 { sockets.near }

    func ring() {
        // When there is no room for another byte, the other end is readable anyway.
        _ = send(sockets.far, [1], 1, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }
}
