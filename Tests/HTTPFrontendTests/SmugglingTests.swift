import HTTPFrontend
import HandlerHost
import JSONText
import Testing

/// Bytes that two readers of HTTP might understand in two ways: there is to be one way only, and no hidden request.
@Suite(.timeLimit(.minutes(2)))
struct SmugglingTests {
    struct Case: Sendable {
        var name: String
        var bytes: [UInt8]
        var statuses: [Int]
        /// Whether the last answer ends the connection.
        var closes: Bool

        init(_ name: String, _ text: String, _ statuses: [Int], closes: Bool = true) {
            self.init(name, Array(text.utf8), statuses, closes: closes)
        }

        init(_ name: String, _ bytes: [UInt8], _ statuses: [Int], closes: Bool = true) {
            self.name = name
            self.bytes = bytes
            self.statuses = statuses
            self.closes = closes
        }
    }

    private static let files = [
        "a/sandbox.yaml": "dialect: none",
        "a/go.js": "module.exports = () => ({ returned_code: 1 })",
        "a/hidden.js": "module.exports = (req, state) => { state.hidden = (state.hidden || 0) + 1; return { returned_code: 2 } }",
        "a/count.js": "module.exports = (req, state, res) => res.json({ hidden: state.hidden || 0 })",
    ]
    private static let hidden = "GET /@a/hidden HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let good = "GET /@a/go HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func post(_ headers: String, _ body: String) -> String {
        "POST /@a/go HTTP/1.1\r\nHost: a\r\n\(headers)\r\n\r\n\(body)"
    }

    private static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked", body) }

    private static let lengths: [Case] = [
        Case("two equal lengths", post("Content-Length: 5\r\nContent-Length: 5", "hello" + hidden), [400]),
        Case("two lengths", post("Content-Length: 5\r\nContent-Length: 0", "hello" + hidden), [400]),
        Case("a list of lengths", post("Content-Length: 5, 5", "hello" + hidden), [400]),
        Case("a signed length", post("Content-Length: +5", "hello" + hidden), [400]),
        Case("a hexadecimal length", post("Content-Length: 0x5", "hello" + hidden), [400]),
        Case("an empty length", post("Content-Length:", "hello" + hidden), [400]),
        Case("a length over all numbers", post("Content-Length: 99999999999999999999", "hello" + hidden), [400]),
        Case("length before coding", post("Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n" + hidden), [400]),
        Case("coding before length", post("Transfer-Encoding: chunked\r\nContent-Length: 4", "0\r\n\r\n" + hidden), [400]),
        Case("a space before the colon of a length", post("Content-Length : 5", "hello" + hidden), [400]),
        Case("a request as the body of GET", post("Content-Length: \(hidden.utf8.count)", hidden), [200], closes: false),
        Case("a request behind what is too large", post("Content-Length: 2000000", hidden), [413]),
        Case(
            "a request behind an unread body", "POST /@none/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + good, [404, 200],
            closes: false),
    ]

    private static let codings: [Case] = [
        Case("an unknown coding", post("Transfer-Encoding: gzip", hidden), [501]),
        Case("a coding before chunked", post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n" + hidden), [501]),
        Case("a coding behind chunked", post("Transfer-Encoding: chunked, identity", "0\r\n\r\n" + hidden), [501]),
        Case("nearly chunked", post("Transfer-Encoding: xchunked", "0\r\n\r\n" + hidden), [501]),
        Case("chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n" + hidden), [400]),
        Case("a vertical tab before chunked", post("Transfer-Encoding: \u{b}chunked", "0\r\n\r\n" + hidden), [400]),
        Case("a space before the colon of a coding", post("Transfer-Encoding : chunked", "0\r\n\r\n" + hidden), [400]),
        Case("HTTP/1.0 with a coding", "POST /@a/go HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden, [400]),
        Case("chunks in any case", post("transfer-encoding:\tCHUNKED ", "5\r\nhello\r\n0\r\n\r\n"), [200], closes: false),
        Case("a small extension and a trailer", chunked("5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n"), [200], closes: false),
        Case("a bare line feed behind a size", chunked("5\nhello\r\n0\r\n\r\n" + hidden), [400]),
        Case("a bare line feed behind a chunk", chunked("5\r\nhello\n0\r\n\r\n" + hidden), [400]),
        Case("a bare line feed behind the last size", chunked("5\r\nhello\r\n0\n\r\n" + hidden), [400]),
        Case("a bare line feed behind a trailer", chunked("0\r\nX: y\n\r\n" + hidden), [400]),
        Case("a size that is none", chunked("5x\r\nhello\r\n0\r\n\r\n" + hidden), [400]),
        Case("a negative size", chunked("-5\r\nhello\r\n0\r\n\r\n" + hidden), [400]),
        Case("an empty size", chunked("\r\nhello\r\n0\r\n\r\n" + hidden), [400]),
        Case("a size with a prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n" + hidden), [400]),
        Case("a size with a space", chunked("5 \r\nhello\r\n0\r\n\r\n" + hidden), [400]),
        Case("a size over all numbers", chunked("1000000000000000005\r\nhello\r\n0\r\n\r\n" + hidden), [400]),
        Case("a chunk longer than its size", chunked("3\r\nhello\r\n0\r\n\r\n" + hidden), [400]),
        Case("a flood of extensions", chunked(String(repeating: "1;\(String(repeating: "x", count: 999))\r\na\r\n", count: 5)), [400]),
        Case("an endless extension", chunked("1;" + String(repeating: "x", count: 5_000)), [400]),
        Case("a trailer that is none", chunked("0\r\nno trailer\r\n\r\n" + hidden), [400]),
    ]

    private static let heads: [Case] = [
        Case("a folded line", post("X: a\r\n Content-Length: 5", "hello" + hidden), [400]),
        Case("bare line feeds", "GET /@a/go HTTP/1.1\nHost: a\n\n" + hidden, [400]),
        Case("a bare line feed before a length", post("X: a\nContent-Length: 40", hidden), [400]),
        Case("a bare carriage return", post("X: a\rContent-Length: 40", hidden), [400]),
        Case("a zero in a value", post("X: a\u{0}b", hidden), [400]),
        Case("a control character in a name", post("X\u{1}: a", hidden), [400]),
        Case("no name", post(": a", hidden), [400]),
        Case("no colon", post("hello", hidden), [400]),
        Case("two hosts", "GET /@a/go HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n" + hidden, [400]),
        Case("no host", "GET /@a/go HTTP/1.1\r\n\r\n" + hidden, [400]),
        Case("an absolute URL of another host", "GET http://b/@a/go HTTP/1.1\r\nHost: a\r\n\r\n" + hidden, [400]),
        Case("an absolute URL with a name", "GET http://u@a/@a/go HTTP/1.1\r\nHost: a\r\n\r\n" + hidden, [400]),
        Case("an absolute URL", "GET http://A/@a/go HTTP/1.1\r\nHost: a\r\n\r\n", [200], closes: false),
        Case("a zero in the URL", "GET /@a/go\u{0} HTTP/1.1\r\nHost: a\r\n\r\n" + hidden, [400]),
        Case("a space in the URL", "GET /@a/go x HTTP/1.1\r\nHost: a\r\n\r\n" + hidden, [400]),
        Case("HTTP/0.9", "GET /@a/go\r\n\r\n" + hidden, [400]),
        Case("HTTP/1.0", "GET /@a/go HTTP/1.0\r\n\r\n" + hidden, [200]),
        Case("HTTP/1.0 that is kept", "GET /@a/go HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", [200], closes: false),
        Case("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [505]),
        Case("HTTP/1.2", "GET /@a/go HTTP/1.2\r\nHost: a\r\n\r\n" + hidden, [505]),
        Case("a method in lower case", "get /@a/go HTTP/1.1\r\nHost: a\r\n\r\n" + hidden, [400]),
        Case("an unknown method", "BREW /@a/go HTTP/1.1\r\nHost: a\r\n\r\n" + hidden, [400]),
        Case("a tunnel", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n" + hidden, [501]),
        Case("h2c", post("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA", hidden), [400]),
        Case("a web socket", post("Connection: upgrade\r\nUpgrade: websocket", hidden), [400]),
        Case("TLS", [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3], [400]),
        Case("SOCKS", [5, 1, 0], [400]),
        Case("an empty line before", "\r\n" + good, [200], closes: false),
        Case("two empty lines before", "\r\n\r\n" + good, [400]),
        Case("another expectation", post("Expect: money", hidden), [417]),
        Case("an expectation", post("Expect: 100-continue\r\nContent-Length: 5", "hello"), [100, 200], closes: false),
        Case("an expectation with a body that is too large", post("Expect: 100-continue\r\nContent-Length: 2000000", ""), [413]),
        Case("the end asked for", "GET /@a/go HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + hidden, [200]),
        Case("two requests", good + good, [200, 200], closes: false),
        Case("nonsense behind a request", good + "nonsense\r\n\r\n" + hidden, [200, 400]),
    ]

    // One host for many attempts: a hundred at the same time would be a load test.
    @Test(arguments: [("lengths", lengths), ("codings", codings), ("heads", heads)])
    func isUnderstoodInOneWay(_ kind: String, _ attempts: [Case]) async throws {
        var settings = ServerSettings()
        // What is kept open is closed soon, for the end of the answers to show.
        settings.timeouts.idle = .milliseconds(300)
        settings.timeouts.linger = .milliseconds(100)
        try await ServedFolder.serve(Self.files, settings: settings) { served in
            for attempt in attempts { try await check(attempt, on: served) }
        }
    }

    private func check(_ attempt: Case, on served: ServedFolder) async throws {
        let connection = try RawConnection(port: served.traffic)
        connection.send(attempt.bytes)
        let answers = RawAnswer.all(in: await connection.receive { _ in false })
        #expect(answers.map(\.status) == attempt.statuses, "\(attempt.name)")
        #expect((answers.last?.headers["connection"] == "close") == attempt.closes, "\(attempt.name)")
        if let last = answers.last, last.status >= 400 {
            #expect(last.headers["content-type"] == "application/problem+json", "\(attempt.name)")
            #expect(last.headers["ringbox-outcome"] == (last.status == 404 ? "not_found" : "refused"), "\(attempt.name)")
            #expect(try JSONValue(parsing: last.body)["status"]?.int == last.status, "\(attempt.name)")
        }
        let count = try #require(try await served.ask("GET /@a/count HTTP/1.1\r\nHost: a\r\n\r\n"))
        #expect(try JSONValue(parsing: count.body)["hidden"]?.int == 0, "\(attempt.name)")
    }

    @Test func isInTheActivityAsRefused() async throws {
        try await ServedFolder.serve(Self.files) { served in
            _ = try await served.ask("GET /@a/go?token=secret HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
            let records = served.host.activity.entries().compactMap { entry in
                if case .turn(let record) = entry.content { record } else { nil }
            }
            #expect(records.map(\.outcome) == [.refused])
            #expect(records.first?.url == "/@a/go?token=***")
            #expect(records.first?.detail == "the request has several Host headers")
        }
    }
}
