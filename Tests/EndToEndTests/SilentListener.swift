import Glibc
import Testing

/// A port that answers nothing.
final class SilentListener {
    private let socket: Int32
    let port: Int

    /// - Parameter port: 0 for any.
    init(port wanted: Int) throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var on: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = try #require(UInt16(exactly: wanted)).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && listen(socket, 4) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        self.socket = socket
        port = Int(UInt16(bigEndian: address.sin_port))
        try #require(isBound, "\(errno)")
    }

    deinit { close(socket) }

    /// Whether somebody has connected.
    var wasAsked: Bool { request() != nil }

    /// The beginning of what somebody has sent who has connected, and waits no longer; nil when nobody has.
    func request() -> String? {
        let connection = accept(socket, nil, nil)
        guard connection >= 0 else { return nil }
        defer { close(connection) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = recv(connection, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }
}
