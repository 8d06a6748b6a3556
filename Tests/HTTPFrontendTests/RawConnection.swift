import Foundation
import Glibc

/// A TCP connection to a server on this machine, on which a test says exactly what it wants.
final class RawConnection: Sendable {
    struct Failure: Error { let code: Int32 }

    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure(code: errno) }
    }

    deinit { close(descriptor) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Says that nothing more will be sent.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// What comes next, on a thread of its own that may wait; nil when the server has closed.
    func receive() async -> String? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var chunk = [UInt8](repeating: 0, count: 64 << 10)
                let count = recv(self.descriptor, &chunk, chunk.count, 0)
                continuation.resume(returning: count > 0 ? String(decoding: chunk.prefix(count), as: UTF8.self) : nil)
            }
        }
    }

    /// Whether something can be read, or the server has closed.
    var hasAnswer: Bool {
        var readable = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&readable, 1, 0) > 0
    }

    /// Sends a text byte by byte, over and over, until the server answers or closes.
    func trickle(_ text: String) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let bytes = Array(text.utf8)
                var index = 0
                var readable = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
                while poll(&readable, 1, 10) == 0 {
                    self.send([bytes[index % bytes.count]])
                    index += 1
                }
                continuation.resume()
            }
        }
    }

    /// What comes until `isEnough` says so, or the server closes.
    func receive(until isEnough: (String) -> Bool) async -> String {
        var text = ""
        while !isEnough(text), let part = await receive() { text += part }
        return text
    }

    /// Sends a request and reads its answer; nil when the server closes before there is one.
    func ask(_ request: String, isHead: Bool = false) async -> RawAnswer? {
        send(request)
        return RawAnswer(await receive { RawAnswer($0, isHead: isHead) != nil }, isHead: isHead)
    }
}
