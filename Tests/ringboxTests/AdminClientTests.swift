import ChildPrograms
import Glibc
import HTTPFrontend
import Synchronization
import TestSupport
import Testing

@testable import ringbox

/// What a command says of a host that does not answer as it should.
@Suite(.ownThreads, .timeLimit(.minutes(2)))
struct AdminClientTests {
    /// A port that accepts connections.
    private final class Listener: Sendable {
        let socket: Int32
        let port: Int

        init() throws {
            let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket, $0, length) == 0 && listen(socket, 4) == 0 && getsockname(socket, $0, &length) == 0
                }
            }
            try #require(isBound)
            self.socket = socket
            port = Int(UInt16(bigEndian: address.sin_port))
        }

        deinit { close(socket) }

        /// Answers the next connection and ends it.
        func answer(_ text: String) {
            BlockingThread.start { [self] in
                let connection = accept(socket, nil, nil)
                var request = [UInt8](repeating: 0, count: 4_096)
                _ = recv(connection, &request, request.count, 0)
                _ = send(connection, text, text.utf8.count, Int32(MSG_NOSIGNAL))
                close(connection)
            }
        }
    }

    private func client(_ listener: Listener) -> AdminClient {
        AdminClient(address: ListenAddress(host: "127.0.0.1", port: listener.port), token: nil)
    }

    private func complaint(_ listener: Listener, _ method: String, patience: Duration = .seconds(30)) -> String? {
        var client = client(listener)
        client.patience = patience
        do throws(CommandFailure) {
            _ = try client.send(method, "/state/a")
            return nil
        } catch {
            #expect(error.code == .unavailable)
            return error.sentence
        }
    }

    @Test func silenceEndsAndAnEditMayBeMadeAllTheSame() throws {
        let listener = try Listener()
        let read = try #require(complaint(listener, "GET", patience: .milliseconds(50)))
        #expect(read.hasSuffix("has not answered for 50 ms: it hangs or has too much to do"), "\(read)")
        let edit = try #require(complaint(listener, "DELETE", patience: .milliseconds(50)))
        #expect(edit.hasSuffix("; the change may be made all the same"), "\(edit)")
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"])
    func anAnswerThatIsCutOffIsNoMissingHost(_ text: String) throws {
        let listener = try Listener()
        listener.answer(text)
        let sentence = try #require(complaint(listener, "GET"))
        #expect(sentence.contains("broke its answer off: it has ended") && !sentence.contains("start one"), "\(sentence)")
    }

    /// Sends the beginning of an answer, and the rest when it is asked for.
    private func pausing(_ listener: Listener, until isDue: @escaping @Sendable () -> Bool) {
        BlockingThread.start {
            let connection = accept(listener.socket, nil, nil)
            var request = [UInt8](repeating: 0, count: 4_096)
            _ = recv(connection, &request, request.count, 0)
            for part in ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na\n\r\n", "2\r\nb\n\r\n0\r\n\r\n"] {
                _ = send(connection, part, part.utf8.count, Int32(MSG_NOSIGNAL))
                while !isDue() { usleep(10_000) }
            }
            close(connection)
        }
    }

    @Test func whatIsFollowedMayPause() throws {
        let listener = try Listener()
        var client = client(listener)
        client.patience = .seconds(5)
        let start = Mutex<ContinuousClock.Instant?>(nil)
        pausing(listener) { start.withLock { $0.map { $0.duration(to: .now) > .seconds(6) } ?? false } }
        var lines: [[UInt8]] = []
        try client.follow("/activity") { line in
            if lines.isEmpty { start.withLock { $0 = .now } }
            lines.append(line)
        }
        #expect(lines == [Array("a".utf8), Array("b".utf8)])
    }

    /// An export that stands still is one of a host that hangs.
    @Test func anAnswerThatIsNoStreamMayNot() throws {
        let listener = try Listener()
        let isOver = Atomic<Bool>(false)
        pausing(listener) { isOver.load(ordering: .relaxed) }
        defer { isOver.store(true, ordering: .relaxed) }
        var client = client(listener)
        client.patience = .seconds(1)
        var sentence = ""
        do throws(CommandFailure) {
            try client.receive("/state/a/export") { _ in true }
        } catch {
            sentence = error.sentence
        }
        #expect(sentence.contains("has not answered for"), "\(sentence)")
    }
}
