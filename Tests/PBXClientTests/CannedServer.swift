import Glibc
import Synchronization

/// A server on a free port of this machine that answers each connection with the same bytes, or does something worse.
final class CannedServer: Sendable {
    enum Behaviour: Sendable {
        case answers([UInt8])
        /// Sends the bytes and closes, whatever they promised.
        case breaksOff([UInt8])
        /// Sends the bytes, and then nothing.
        case hangs([UInt8])
    }

    let port: Int
    private let socket: Int32
    private let behaviour: Behaviour
    private let received = Mutex<[String]>([])

    init(_ behaviour: Behaviour) throws {
        self.behaviour = behaviour
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.socket = socket
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 && listen(socket, 16) == 0 && getsockname(socket, address, &length) == 0
            }
        }
        struct CannotListen: Error {}
        guard bound else { throw CannotListen() }
        port = Int(UInt16(bigEndian: address.sin_port))
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<CannedServer>.fromOpaque(context).takeRetainedValue().serve()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        pthread_detach(thread)
    }

    /// The heads and bodies of the requests that came.
    var requests: [String] { received.withLock { $0 } }

    /// Has the server end.
    func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

    private func serve() {
        var open: [Int32] = []
        defer {
            for connection in open { close(connection) }
            close(socket)
        }
        while true {
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else { return }
            open.append(connection)
            answer(connection)
        }
    }

    private func answer(_ connection: Int32) {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while !Self.isWhole(bytes) {
            let count = read(connection, &part, part.count)
            guard count > 0 else { return }
            bytes += part.prefix(count)
        }
        received.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
        switch behaviour {
        case .answers(let reply), .hangs(let reply): send(reply, connection)
        case .breaksOff(let reply):
            send(reply, connection)
            shutdown(connection, Int32(SHUT_RDWR))
        }
    }

    private func send(_ reply: [UInt8], _ connection: Int32) {
        var rest = reply[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return false }
        let head = text[..<end.lowerBound].lowercased()
        guard let field = head.range(of: "content-length: ") else { return true }
        let length = Int(head[field.upperBound...].prefix { $0.isNumber }) ?? 0
        return text[end.upperBound...].utf8.count >= length
    }
}

extension String {
    fileprivate func range(of part: String) -> Range<Index>? { ranges(of: part).first }
}
