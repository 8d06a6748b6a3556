import CProbe
import Glibc

extension Attempt {
    private static let stream = Int(SOCK_STREAM.rawValue)

    static let sockets: [String: Body] = [
        "socket-inet": { _ in call(__NR_socket, Int(AF_INET), stream, 0) },
        "socket-inet6": { _ in call(__NR_socket, Int(AF_INET6), stream, 0) },
        "socket-udp": { _ in call(__NR_socket, Int(AF_INET), Int(SOCK_DGRAM.rawValue), 0) },
        "socket-unix": { _ in call(__NR_socket, Int(AF_UNIX), stream, 0) },
        "socket-netlink": { _ in call(__NR_socket, 16, 3, 0) },
        "socket-packet": { _ in call(__NR_socket, 17, 3, 0) },
        "socket-vsock": { _ in call(__NR_socket, 40, stream, 0) },
        "socket-crypto": { _ in call(__NR_socket, 38, 5, 0) },
        "socket-pair": { _ in call(__NR_socketpair, Int(AF_UNIX), stream, 0, 0) },
        "connect": { _ in call(__NR_connect, 3, 0, 0) },
        "bind": { _ in call(__NR_bind, 3, 0, 0) },
        "listen": { _ in call(__NR_listen, 3, 1) },
        "accept": { _ in call(__NR_accept4, 3, 0, 0, 0) },
        "send-a-descriptor": { _ in call(__NR_sendmsg, 3, 0, 0) },
        "receive-a-descriptor": { _ in call(__NR_recvmsg, 3, 0, 0) },
        "connect-tcp": { _ in reach(port: 9) { connect($0, $1, $2) } },
        "listen-tcp": { _ in reach(port: 0) { bind($0, $1, $2) } },
        "connect-abstract": { _ in reachAbstract() },
    ]

    /// For the first step of the jail, which leaves sockets.
    private static func reach(port: UInt16, _ act: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { act(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        return code == 0 ? "allowed" : "error \(errno)"
    }

    /// Connects to an abstract socket that the test listens at; its name is that of the parent's process.
    private static func reachAbstract() -> String {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array("\0ringbox-probe-\(getppid())".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
        }
        return code == 0 ? "allowed" : "error \(errno)"
    }
}
