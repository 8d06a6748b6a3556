import HTTPFrontend
import HandlerHost
import JSONText
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TrafficServerTests {
    private static let files = [
        "plain/sandbox.yaml": "dialect: none\nlimits: { body: 1KiB }\n",
        "plain/echo.js": "module.exports = (req) => ({ method: req.method, headers: req.headers, ip: req.ip, body: req.content })",
        "plain/status.js": "module.exports = (req, state, res) => res.send(Number(req.query.code), 'text')",
    ]

    private func serving(_ body: (ServedFolder) async throws -> Void) async throws {
        try await ServedFolder.serve(Self.files, body)
    }

    @Test func answersWithTheLengthOfTheBodyAndTheOutcome() async throws {
        try await serving { served in
            let answer = try #require(try await served.ask("GET /@plain/echo HTTP/1.1\r\nHost: a\r\n\r\n"))
            #expect(answer.status == 200)
            #expect(answer.headers["content-length"] == String(answer.body.utf8.count))
            #expect(answer.headers["transfer-encoding"] == nil)
            #expect(answer.headers["ringbox-outcome"] == "ok")
            #expect(answer.headers["server"] == nil)
        }
    }

    @Test func findsTheSandboxByTheHostHeader() async throws {
        try await serving { served in
            let answer = try await served.ask("GET /echo HTTP/1.1\r\nHost: PLAIN.localhost:1\r\n\r\n")
            #expect(answer?.status == 200)
        }
    }

    @Test func handsHeadersOverInLowerCaseWithHostAndOneCookie() async throws {
        try await serving { served in
            let request = "GET /@plain/echo HTTP/1.1\r\nHost: a:9\r\nCookie: a=1; b=2\r\nX-Was: Да\r\nCookie: c=3\r\n\r\n"
            let answer = try #require(try await served.ask(request))
            let headers = try JSONValue(parsing: answer.body)["headers"]
            #expect(headers == ["host": "a:9", "cookie": "a=1; b=2; c=3", "x-was": "Да"])
        }
    }

    @Test func handsTheCallersAddressOver() async throws {
        try await serving { served in
            let answer = try #require(try await served.ask("GET /@plain/echo HTTP/1.1\r\nHost: a\r\n\r\n"))
            #expect(try JSONValue(parsing: answer.body)["ip"] == "127.0.0.1")
        }
    }

    @Test func answersHeadWithTheLengthAndWithoutABody() async throws {
        try await serving { served in
            let connection = try RawConnection(port: served.traffic)
            let head = try #require(await connection.ask("HEAD /@plain/status?code=200 HTTP/1.1\r\nHost: a\r\n\r\n", isHead: true))
            #expect(head.status == 200)
            #expect(head.headers["content-length"] == "4")
            #expect(head.body.isEmpty)
            // A body would be taken for the beginning of the next answer.
            let next = await connection.ask("GET /@plain/status?code=200 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(next?.body == "text")
        }
    }

    @Test(arguments: [204, 205, 304])
    func sendsNoBodyWhereNoneIsAllowed(_ status: Int) async throws {
        try await serving { served in
            let connection = try RawConnection(port: served.traffic)
            let empty = await connection.ask("GET /@plain/status?code=\(status) HTTP/1.1\r\nHost: a\r\n\r\n", isHead: true)
            #expect(empty?.status == status)
            #expect(empty?.body == "")
            // A body would be taken for the beginning of the next answer.
            let next = await connection.ask("GET /@plain/status?code=200 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(next?.status == 200)
        }
    }

    @Test func refusesABodyThatSaysItIsTooLargeWithoutReadingIt() async throws {
        try await serving { served in
            let answer = try await served.ask("POST /@plain/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1025\r\n\r\n")
            #expect(answer?.status == 413)
            #expect(answer?.headers["content-type"] == "application/problem+json")
        }
    }

    @Test func refusesAChunkedBodyOverTheLimit() async throws {
        try await serving { served in
            let chunk = String(repeating: "x", count: 1025)
            let request = "POST /@plain/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n401\r\n\(chunk)\r\n0\r\n\r\n"
            let answer = try await served.ask(request)
            #expect(answer?.status == 413)
        }
    }

    @Test func acceptsABodyAtTheLimit() async throws {
        try await serving { served in
            let body = String(repeating: "x", count: 1024)
            let request = "POST /@plain/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1024\r\n\r\n\(body)"
            let answer = try await served.ask(request)
            #expect(answer?.status == 200)
        }
    }

    @Test(arguments: [(8 << 10, 404), ((8 << 10) + 1, 414)])
    func refusesAURLOver8KiB(_ length: Int, _ status: Int) async throws {
        try await serving { served in
            let target = "/@plain/" + String(repeating: "a", count: length - 8)
            let answer = try #require(try await served.ask("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n"))
            #expect(answer.status == status)
            #expect(try JSONValue(parsing: answer.body)["status"]?.int == status)
        }
    }

    @Test func refusesAHeaderOver32KiB() async throws {
        try await serving { served in
            let value = String(repeating: "a", count: 33 << 10)
            let answer = try await served.ask("GET /@plain/echo HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n")
            #expect(answer?.status == 431)
            #expect(answer?.headers["content-type"] == "application/problem+json")
            #expect(answer?.headers["ringbox-outcome"] == "refused")
        }
    }

    @Test(arguments: [(100, 200), (101, 431)])
    func refusesMoreThan100HeaderFields(_ count: Int, _ status: Int) async throws {
        try await serving { served in
            let fields = (0..<count).map { "X-\($0): a\r\n" }.joined()
            let answer = try await served.ask("GET /@plain/echo HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
            #expect(answer?.status == status)
        }
    }

    @Test(arguments: [
        "BLAH\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nna me: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
    ])
    func answersWhatIsNoRequestWith400(_ request: String) async throws {
        try await serving { served in
            let answer = try await served.ask(request)
            #expect(answer?.status == 400)
            let next = try await served.ask("GET /@plain/echo HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(next?.status == 200)
        }
    }

    @Test func survivesACallerWhoHangsUpInTheMiddleOfABody() async throws {
        try await serving { served in
            let connection = try RawConnection(port: served.traffic)
            connection.send("POST /@plain/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf")
            connection.finish()
            _ = await connection.receive { _ in false }
            let answer = try await served.ask("GET /@plain/echo HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(answer?.status == 200)
        }
    }
}
