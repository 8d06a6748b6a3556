import Foundation
import Glibc

/// A keep-alive connection to a server on this machine that sends exactly the bytes it is given.
package final class HTTPConnection {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) {
            self.description = description
        }
    }

    private let socket: Int32
    private var unread: [UInt8] = []

    /// - Parameter patience: How long an answer may take.
    package init(port: Int, patience: Duration = .seconds(60)) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard code == 0 else { throw Failure(description: "port \(port) does not answer: \(String(cString: strerror(errno)))") }
        var limit = timeval(tv_sec: Int(patience.components.seconds), tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var on: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(socket) }

    /// Sends a request and waits for its answer.
    package func request(
        _ method: String = "GET", _ target: String, host: String = "localhost", headers: [String: String] = [:], body: String = ""
    ) throws -> HTTPAnswer {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if !body.isEmpty { text += "Content-Length: \(body.utf8.count)\r\n" }
        try send(Array((text + "\r\n" + body).utf8))
        return try answer(hasBody: method != "HEAD")
    }

    package func send(_ bytes: [UInt8]) throws {
        var unsent = bytes[...]
        while !unsent.isEmpty {
            let count = unsent.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failure(description: "the server hung up while the request was sent") }
            unsent.removeFirst(count)
        }
    }

    /// Whether something of an answer is there, or comes within a time.
    package func hasAnswer(within patience: Duration) -> Bool {
        guard unread.isEmpty else { return true }
        var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        let milliseconds = patience.components.seconds * 1_000 + patience.components.attoseconds / 1_000_000_000_000_000
        return poll(&descriptor, 1, Int32(clamping: milliseconds)) > 0
    }

    /// Reads one answer.
    package func answer(hasBody: Bool = true) throws -> HTTPAnswer {
        var answer = try HTTPAnswer(head: readLine(until: "\r\n\r\n"))
        guard hasBody, answer.status != 204, answer.status != 304 else { return answer }
        if let length = answer.headers["content-length"].flatMap(Int.init) {
            answer.body = try read(length)
        } else if answer.headers["transfer-encoding"] == "chunked" {
            while let length = Int(try readLine(until: "\r\n"), radix: 16), length > 0 {
                answer.body += try read(length)
                _ = try readLine(until: "\r\n")
            }
            _ = try readLine(until: "\r\n")
        }
        return answer
    }

    /// Reads up to `end` and returns what comes before it.
    package func readLine(until end: String) throws -> String {
        let end = Array(end.utf8)
        while true {
            if let range = unread.firstRange(of: end) {
                let line = String(decoding: unread[..<range.lowerBound], as: UTF8.self)
                unread.removeFirst(range.upperBound)
                return line
            }
            try fill()
        }
    }

    private func read(_ count: Int) throws -> [UInt8] {
        while unread.count < count { try fill() }
        defer { unread.removeFirst(count) }
        return Array(unread[..<count])
    }

    private func fill() throws {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else { throw Failure(description: count == 0 ? "the server hung up" : "no answer came in time") }
        unread += chunk[..<count]
    }
}
