import Glibc
import HTTPFrontend

/// A connection for one request of HTTP/1.1.
struct HTTPConnection: ~Copyable {
    private let socket: Int32

    /// Connects to the first of the host's addresses that accepts.
    init(to address: ListenAddress) throws(HTTPConnectionError) {
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
            if descriptor >= 0, connect(descriptor, info.ai_addr, info.ai_addrlen) == 0 {
                socket = descriptor
                return
            }
            code = errno
            if descriptor >= 0 { close(descriptor) }
            next = info.ai_next
        }
        throw .system(code: code)
    }

    deinit { close(socket) }

    func send(_ bytes: [UInt8]) throws(HTTPConnectionError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            // A server that refuses a body answers before it has read it.
            if count < 0, errno == EPIPE || errno == ECONNRESET { return }
            guard count > 0 else { throw .system(code: errno) }
            sent += count
        }
    }

    /// Reads the answer.
    ///
    /// - Parameter part: Called with the status for each part of the body as it comes.
    /// - Returns: The status, and the answer's `ETag`.
    func receive(_ part: (Int, ArraySlice<UInt8>) -> Void) throws(HTTPConnectionError) -> (status: Int, entityTag: String?) {
        var reader = HTTPAnswerReader()
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while !reader.isComplete {
            let count = recv(socket, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(code: errno) }
            if count == 0 {
                try reader.end()
            } else {
                var parts: [ArraySlice<UInt8>] = []
                try reader.take(chunk.prefix(count)) { parts.append($0) }
                for bytes in parts { part(reader.status, bytes) }
            }
        }
        return (reader.status, reader.entityTag)
    }
}
