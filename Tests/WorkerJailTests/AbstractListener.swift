import Glibc
import Testing

/// A Unix socket without a file that listens.
final class AbstractListener {
    private let descriptor: Int32
    private let name: [UInt8]

    init(name: String) throws {
        self.name = [0] + Array(name.utf8)
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(withAddress { bind(descriptor, $0, $1) } == 0 && listen(descriptor, 8) == 0)
    }

    deinit { close(descriptor) }

    /// Whether this process can connect.
    var isReachable: Bool {
        let client = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(client) }
        return withAddress { connect(client, $0, $1) } == 0
    }

    private func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
