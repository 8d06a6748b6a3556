import HTTPFrontend
import JSONText
import TestSupport
import Testing

/// Callers who let the server wait, and those who are too many.
@Suite(.timeLimit(.minutes(4)))
struct PatienceTests {
    private static let files = [
        "a/sandbox.yaml": "dialect: none\nlimits: { reply: 32MiB, memory: 512MiB, cpu: 60s, wall: 60s }\n",
        "a/echo.js": "module.exports = (req) => ({ n: req.query.n })",
        "a/large.js": "module.exports = (req, state, res) => res.send('x'.repeat(24 << 20))",
    ]

    private func serving(_ change: (inout ServerSettings) -> Void, _ body: (ServedFolder) async throws -> Void) async throws {
        var settings = ServerSettings()
        settings.timeouts.linger = .milliseconds(200)
        change(&settings)
        try await ServedFolder.serve(Self.files, settings: settings, body)
    }

    @Test func endsAConnectionThatSaysNothing() async throws {
        try await serving {
            $0.timeouts.idle = .milliseconds(100)
        } _: { served in
            let connection = try RawConnection(port: served.traffic)
            #expect(await connection.receive() == nil)
        }
    }

    @Test func aTricklingHeadDoesNotGetMoreTime() async throws {
        try await serving {
            $0.timeouts.head = .milliseconds(300)
        } _: { served in
            let connection = try RawConnection(port: served.traffic)
            connection.send("GET /@a/echo HTTP/1.1\r\nHost: a\r\n")
            await connection.trickle("X: y\r\n")
            let answers = RawAnswer.all(in: await connection.receive { _ in false })
            #expect(answers.map(\.status) == [408])
            #expect(answers.first?.body.contains("300 ms") == true)
        }
    }

    @Test func aTricklingBodyDoesNotGetMoreTime() async throws {
        try await serving {
            $0.timeouts.body = .milliseconds(300)
        } _: { served in
            let connection = try RawConnection(port: served.traffic)
            connection.send("POST /@a/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
            await connection.trickle("x")
            let answers = RawAnswer.all(in: await connection.receive { _ in false })
            #expect(answers.map(\.status) == [408])
        }
    }

    @Test func aReaderWhoDoesNotReadIsLeft() async throws {
        try await serving {
            $0.timeouts.write = .milliseconds(200)
            $0.connectionLimit = 1
        } _: { served in
            let stalled = try RawConnection(port: served.traffic)
            stalled.send("GET /@a/large HTTP/1.1\r\nHost: a\r\n\r\n")
            // As long as the reader has his connection, nobody else gets one.
            var status = 0
            while status != 200 {
                status = try await served.ask("GET /@a/echo?n=1 HTTP/1.1\r\nHost: a\r\n\r\n")?.status ?? 0
                #expect(status == 200 || status == 503 || status == 0)
            }
            let rest = await stalled.receive { _ in false }
            #expect(rest.utf8.count < 24 << 20)
        }
    }

    @Test func oneConnectionTooManyIsToldSo() async throws {
        try await serving {
            $0.connectionLimit = 1
        } _: { served in
            let first = try RawConnection(port: served.traffic)
            #expect(await first.ask("GET /@a/echo?n=1 HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 200)
            let second = try await served.ask("GET /@a/echo?n=1 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(second?.status == 503)
            #expect(second?.headers["connection"] == "close")
            #expect(await first.ask("GET /@a/echo?n=1 HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 200)
        }
    }

    @Test func connectionsThatAskNothingGiveWayToWhoComes() async throws {
        try await serving {
            $0.connectionLimit = 3
        } _: { served in
            let kept = try RawConnection(port: served.traffic)
            #expect(await kept.ask("GET /@a/echo?n=1 HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 200)
            var strangers: [RawConnection] = []
            for number in 0..<20 {
                let stranger = try RawConnection(port: served.traffic)
                if number % 2 == 0 { stranger.send("GET /@a/echo HTTP/1.1\r\nHost") }
                strangers.append(stranger)
            }
            #expect(await strangers[0].receive() == nil, "the first one was closed")
            // As long as some of them are still being accepted, whoever comes may give way to those himself.
            try await eventually("who comes is answered") {
                try await served.ask("GET /@a/echo?n=2 HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 200
            }
            #expect(await kept.ask("GET /@a/echo?n=3 HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 200, "who has asked stays")
        }
    }

    @Test func answersPipelinedRequestsInOrder() async throws {
        try await serving { _ in
        } _: { served in
            let connection = try RawConnection(port: served.traffic)
            connection.send((0..<500).map { "GET /@a/echo?n=\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            connection.finish()
            let answers = RawAnswer.all(in: await connection.receive { _ in false })
            let numbers = try answers.map { try JSONValue(parsing: $0.body)["n"]?.string }
            #expect(numbers == (0..<500).map { "\($0)" })
        }
    }

    @Test func asksForABodyThatIsHeldBack() async throws {
        try await serving { _ in
        } _: { served in
            let connection = try RawConnection(port: served.traffic)
            connection.send("POST /@a/echo?n=7 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            #expect(await connection.receive()?.hasPrefix("HTTP/1.1 100 ") == true)
            #expect(await connection.ask("hello")?.status == 200)
        }
    }

    @Test func aRequestThatEndsInTheMiddleIsRefused() async throws {
        try await serving { _ in
        } _: { served in
            let connection = try RawConnection(port: served.traffic)
            connection.send("GET /@a/echo HTTP/1.1\r\nHost")
            connection.finish()
            #expect(RawAnswer.all(in: await connection.receive { _ in false }).map(\.status) == [400])
        }
    }
}
