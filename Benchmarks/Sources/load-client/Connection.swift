import Glibc

/// A connection to the host with at most one request under way.
final class Connection {
    let descriptor: Int32
    /// When the request under way was due; nil when there is none.
    private(set) var due: UInt64?
    /// When the connection was last used.
    private(set) var lastUse: UInt64
    private var outgoing: ArraySlice<UInt8> = []
    private var incoming: [UInt8] = []

    /// What the host did on a connection.
    enum Event {
        case nothing
        case answered(Answer)
        case closed
        case nonsense(String)
    }

    init?(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        lastUse = Clock.now
        guard descriptor >= 0, descriptor < DescriptorSet.capacity else { return nil }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 || errno == EINPROGRESS else {
            Glibc.close(descriptor)
            return nil
        }
    }

    /// Whether a part of the request could not be sent yet.
    var hasUnsent: Bool { !outgoing.isEmpty }

    func start(_ request: [UInt8], due: UInt64) {
        self.due = due
        outgoing = request[...]
        incoming.removeAll(keepingCapacity: true)
        write()
    }

    /// Goes on with what the kernel is ready for.
    func proceed() -> Event {
        write()
        let isOpen = read()
        do {
            guard let answer = try Answer(parsing: incoming) else { return isOpen ? .nothing : .closed }
            guard due != nil, answer.length == incoming.count else { return .nonsense("more bytes than one answer has") }
            due = nil
            lastUse = Clock.now
            return .answered(answer)
        } catch {
            return .nonsense(error.description)
        }
    }

    /// - Parameter abruptly: Resets the connection instead of closing it.
    func close(abruptly: Bool = false) {
        if abruptly {
            var now = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        }
        Glibc.close(descriptor)
    }

    private func write() {
        while !outgoing.isEmpty {
            let count = outgoing.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            // What failed for good shows when the connection is read.
            guard count > 0 else { return }
            outgoing = outgoing.dropFirst(count)
        }
    }

    /// Returns false when nothing more comes.
    private func read() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            while true {
                let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                if count > 0 {
                    incoming.append(contentsOf: buffer[..<count])
                } else if count < 0, errno == EINTR {
                    continue
                } else {
                    return count < 0 && errno == EAGAIN
                }
            }
        }
    }
}
