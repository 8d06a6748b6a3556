import HTTPFrontend
import HandlerHost
import JSONText
import Testing

/// Who may call a sandbox, and how often.
@Suite(.timeLimit(.minutes(1)))
struct AccessTests {
    private static let echo = "module.exports = (req) => ({ ip: req.ip, query: req.query, headers: req.headers })"

    private func serving(
        _ settings: String, proxies: [String] = [], _ body: (ServedFolder) async throws -> Void
    ) async throws {
        let files = ["a/sandbox.yaml": "dialect: none\nfallback: { phones: [\"74951234567\"] }\n" + settings, "a/echo.js": Self.echo]
        try await ServedFolder.serve(files, proxies: proxies, body)
    }

    private func get(_ served: ServedFolder, _ query: String = "", _ headers: String = "") async throws -> RawAnswer {
        try #require(try await served.ask("GET /@a/echo\(query) HTTP/1.1\r\nHost: a\r\n\(headers)\r\n"))
    }

    private static let tokens = "access: { token: [correct-horse, battery-staple] }\n"

    @Test(arguments: [
        ("?token=correct-horse", ""), ("?a=1&token=battery-staple&b=2", ""), ("?to%6ben=correct%2Dhorse", ""),
        ("", "Authorization: Bearer correct-horse\r\n"), ("", "authorization: bearer battery-staple\r\n"),
    ])
    func aTokenLetsIn(_ query: String, _ headers: String) async throws {
        try await serving(Self.tokens) { served in
            let answer = try await get(served, query, headers)
            #expect(answer.status == 200)
            // Neither the handler nor the records get to know it.
            #expect(!answer.body.contains("horse") && !answer.body.contains("staple"))
            for entry in served.host.activity.entries() {
                guard case .turn(let record) = entry.content else { continue }
                #expect(!record.url.contains("horse") && !record.url.contains("staple"))
            }
        }
    }

    @Test(arguments: [
        ("", ""), ("?token=correct-hors", ""), ("?token=", ""), ("?token=correct-horse&token=x", ""), ("", "Authorization: Bearer\r\n"),
        ("", "Authorization: Basic correct-horse\r\n"), ("?Token=correct-horse", ""),
    ])
    func withoutOneNobodyGetsTheFallback(_ query: String, _ headers: String) async throws {
        try await serving(Self.tokens) { served in
            let answer = try await get(served, query, headers)
            #expect(answer.status == 401)
            #expect(answer.headers["www-authenticate"] == "Bearer")
            #expect(answer.headers["ringbox-outcome"] == "refused")
            #expect(!answer.body.contains("7495"))
        }
    }

    @Test(arguments: [("10.0.0.0/8", 403), ("127.0.0.1", 200), ("[\"::1\", 127.0.0.0/8]", 200)])
    func anAddressHasToBeInTheRange(_ addresses: String, _ status: Int) async throws {
        try await serving("access: { addresses: \(addresses) }\n") { served in
            let answer = try await get(served)
            #expect(answer.status == status)
            #expect(!answer.body.contains("7495"))
        }
    }

    /// A page of any site can have the browser of an allowed machine send such a request, which needs no permission of the server's.
    @Test(arguments: [
        ("Sec-Fetch-Site: cross-site\r\n", 403), ("Origin: http://evil.example\r\n", 403), ("Origin: null\r\n", 403),
        ("Origin: http://evil.localhost:8080\r\nSec-Fetch-Site: same-site\r\n", 403), ("Origin: http://A:8080\r\n", 200),
        ("Origin: http://a\r\nSec-Fetch-Site: same-origin\r\n", 200), ("Sec-Fetch-Site: none\r\n", 200), ("", 200),
        ("Sec-Fetch-Site: same-site\r\n", 403), ("Referer: http://evil.example/page\r\n", 403), ("Referer: http://a:9/x\r\n", 200),
        ("Sec-Fetch-Site: same-site\r\nReferer: http://b.localhost:8080/\r\n", 403),
        ("Sec-Fetch-Site: same-site\r\nReferer: http://a:8081/x\r\n", 200),
    ])
    func anAddressAloneLetsNoPageOfAnotherSiteIn(_ headers: String, _ status: Int) async throws {
        try await serving("access: { addresses: 127.0.0.0/8 }\n") { served in
            let answer = try await get(served, "", headers)
            #expect(answer.status == status)
            #expect(answer.body.contains("a web page of another site sent this") == (status == 403), "\(answer.body)")
        }
        try await serving("access: { addresses: 127.0.0.0/8, token: correct-horse }\n") { served in
            let answer = try await get(served, "?token=correct-horse", headers)
            #expect(answer.status == 200)
        }
        try await serving("") { served in
            let answer = try await get(served, "", headers)
            #expect(answer.status == 200)
        }
    }

    /// Whoever takes a sandbox for one that wants a token shows it all the same.
    @Test func noTokenIsShownWhereNoneIsWanted() async throws {
        try await serving("") { served in
            let answer = try await get(served, "?a=1&to%6ben=accestoken99")
            #expect(answer.status == 200)
            for entry in served.host.activity.entries() {
                guard case .turn(let record) = entry.content else { continue }
                #expect(record.url.hasSuffix("?a=1&token=***"))
            }
        }
    }

    @Test func bothKindsHaveToHold() async throws {
        try await serving("access: { token: correct-horse, addresses: 10.0.0.0/8 }\n") { served in
            let answer = try await get(served, "?token=correct-horse")
            #expect(answer.status == 403)
        }
    }

    @Test(
        arguments: [
            ([], "X-Forwarded-For: 10.1.1.1\r\n", "127.0.0.1"),
            (["127.0.0.1"], "", "127.0.0.1"),
            (["127.0.0.1"], "X-Forwarded-For: 10.1.1.1\r\n", "10.1.1.1"),
            (["127.0.0.1"], "X-Forwarded-For: 6.6.6.6, 10.1.1.1\r\n", "10.1.1.1"),
            (["127.0.0.1", "10.0.0.0/8"], "X-Forwarded-For: 6.6.6.6, 192.0.2.1, 10.1.1.1\r\n", "192.0.2.1"),
            (["127.0.0.1"], "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 2001:db8::1\r\n", "2001:db8::1"),
            (["127.0.0.1"], "X-Forwarded-For: 10.1.2.3:5555\r\n", "10.1.2.3"),
            (["127.0.0.1"], "X-Forwarded-For: [2001:db8::1]:443\r\n", "2001:db8::1"),
            (["127.0.0.1"], "X-Forwarded-For: [2001:db8::1], \r\n", "2001:db8::1"),
            ([], "X-Forwarded-For: unknown\r\n", "127.0.0.1"),
            (["127.0.0.1"], "X-Forwarded-For: nonsense\r\n", ""),
        ] as [([String], String, String)])
    func onlyTrustedProxiesAreBelieved(_ proxies: [String], _ headers: String, _ expected: String) async throws {
        try await serving("", proxies: proxies) { served in
            let answer = try await get(served, "", headers)
            #expect(try JSONValue(parsing: answer.body)["ip"]?.string == expected)
        }
    }

    /// Otherwise everybody would be taken for the proxy, whom `access` lets in.
    @Test(arguments: [
        "unknown", "10.1.2.3, unknown", "10.1.2.3:x", "10.1.2.3:99999", "[10.1.2.3]:1", "2001:db8::1]:443", "[2001:db8::1",
        "[2001:db8::1]443",
        "_hidden", "127.1",
    ])
    func aProxyThatDoesNotSayWhoCallsLetsNobodyIn(_ value: String) async throws {
        try await serving("access: { addresses: 127.0.0.0/8 }\n", proxies: ["127.0.0.1"]) { served in
            let answer = try await get(served, "", "X-Forwarded-For: \(value)\r\n")
            #expect(answer.status == 403 && answer.body.contains("nobody knows the caller's address"))
            let warnings = served.host.activity.entries().compactMap { entry in
                if case .event(let event) = entry.content, event.kind == .warning { event.message } else { nil }
            }
            #expect(warnings.contains { $0.hasPrefix("the proxy 127.0.0.1 sends an X-Forwarded-For that is no list of addresses") })
        }
    }

    /// It comes from this machine, and stands for the scenario's author.
    @Test func theURLOfAScenarioComesFromNoAddress() async throws {
        try await serving("access: { addresses: 127.0.0.0/8 }\n") { served in
            let asked = try await get(served, "", "Ringbox-Scenario-URL: 1\r\n")
            let own = try await get(served)
            #expect(asked.status == 403 && own.status == 200)
        }
    }

    @Test func aRateIsOfAllCallersAndTheCallerIsToldWhenToComeBack() async throws {
        let files = ["a/sandbox.yaml": "dialect: none\nlimits: { rate: 2/h }\n", "a/echo.js": Self.echo]
        try await ServedFolder.serve(files) { served in
            #expect(try await get(served).status == 200)
            #expect(try await get(served).status == 200)
            // The body is not even read.
            let answer = try #require(
                try await served.ask("POST /@a/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n"))
            #expect(answer.status == 429)
            #expect(answer.headers["ringbox-outcome"] == "overloaded")
            let seconds = try #require(answer.headers["retry-after"].flatMap { Int($0) })
            #expect((1_700...1_800).contains(seconds))
        }
    }

    @Test func aCallersRateIsHisOwn() async throws {
        try await serving("limits: { callerRate: 1/h }\n", proxies: ["127.0.0.1"]) { served in
            let first = "X-Forwarded-For: 2001:db8::1\r\n"
            // The fallback answers, since nothing is known against the caller.
            for (headers, expected) in [
                (first, "ok"), (first, "overloaded; fallback"), ("X-Forwarded-For: 2001:db8::2\r\n", "overloaded; fallback"),
                ("X-Forwarded-For: 2001:db8:0:1::1\r\n", "ok"),
            ] {
                let answer = try await get(served, "", headers)
                #expect(answer.headers["ringbox-outcome"] == expected)
            }
        }
    }
}
