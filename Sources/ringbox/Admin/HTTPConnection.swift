import Glibc
import HTTPFrontend

/// A connection for one request of HTTP/1.1.
struct HTTPConnection: ~Copyable {
    private let socket: Int32
    private let patience: Duration

    /// Connects to the first of the host's addresses that accepts.
    ///
    /// - Parameter patience: How long the other side may do nothing that it has to do.
    init(to address: ListenAddress, patience: Duration) throws(HTTPConnectionError) {
        self.patience = patience
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.host, "\(address.port)", &hints, &found) == 0, let first = found else {
            throw .unknownHost(address.host)
        }
        defer { freeaddrinfo(first) }
        var code: Int32 = 0
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let info = next?.pointee {
            let descriptor = Glibc.socket(info.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            Self.limit(descriptor, to: patience)
            if descriptor >= 0, connect(descriptor, info.ai_addr, info.ai_addrlen) == 0 {
                socket = descriptor
                return
            }
            code = errno
            if descriptor >= 0 { close(descriptor) }
            next = info.ai_next
        }
        throw code == EINPROGRESS || code == EAGAIN ? HTTPConnectionError.silent(patience) : .system(code: code)
    }

    deinit { close(socket) }

    func send(_ bytes: [UInt8]) throws(HTTPConnectionError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            // A server that refuses a body answers before it has read it.
            if count < 0, errno == EPIPE || errno == ECONNRESET { return }
            guard count > 0 else { throw failure(errno) }
            sent += count
        }
    }

    /// Reads the answer.
    ///
    /// - Parameters:
    ///   - isStream: Whether the answer, once it has begun, may pause for as long as it likes.
    ///   - part: Called with the status for each part of the body as it comes. Returns whether the rest is wanted.
    /// - Returns: The status, and the answer's `ETag`.
    func receive(
        isStream: Bool, _ part: (Int, ArraySlice<UInt8>) -> Bool
    ) throws(HTTPConnectionError) -> (status: Int, entityTag: String?) {
        var reader = HTTPAnswerReader()
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        var hasBegun = false
        while !reader.isComplete {
            let count = recv(socket, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(errno) }
            if count == 0 {
                try reader.end()
                continue
            }
            if isStream, !hasBegun { Self.limit(socket, to: .zero) }
            hasBegun = true
            var parts: [ArraySlice<UInt8>] = []
            try reader.take(chunk.prefix(count)) { parts.append($0) }
            for bytes in parts {
                guard part(reader.status, bytes) else { return (reader.status, reader.entityTag) }
            }
        }
        return (reader.status, reader.entityTag)
    }

    /// Has calls on a socket end with `EAGAIN` after a time; zero for no limit.
    private static func limit(_ socket: Int32, to time: Duration) {
        var limit = timeval()
        limit.tv_sec = Int(time.components.seconds)
        limit.tv_usec = Int(time.components.attoseconds / 1_000_000_000_000)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    private func failure(_ code: Int32) -> HTTPConnectionError {
        switch code {
        case EAGAIN: .silent(patience)
        case ECONNRESET: .cutOff
        default: .system(code: code)
        }
    }
}
