import HTTPFrontend
import HandlerHost
import JSONText
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AdminServerTests {
    private static let files = [
        "shop/count.js": """
        module.exports = (req, state) => { state.n += 1; console.log('звонок', state.n); return { returned_code: 1 } }
        """,
        "shop/state.json": #"{"n":1}"#,
        "other/index.js": "module.exports = () => ({ returned_code: 2 })",
    ]

    private func serving(_ body: (ServedFolder) async throws -> Void) async throws {
        try await ServedFolder.serve(Self.files, body)
    }

    private func call(_ served: ServedFolder) async throws {
        let answer = try await served.ask("GET /@shop/count HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(answer?.status == 200)
    }

    @Test func tellsItsHealthToAnybody() async throws {
        try await serving { served in
            let answer = try #require(try await RawConnection(port: served.admin).ask("GET /health HTTP/1.1\r\nHost: a\r\n\r\n"))
            let health = try JSONValue(parsing: answer.body)
            #expect(answer.status == 200)
            #expect(health == ["status": "ok", "sandboxes": 2, "loading": 0, "failing": 0, "version": "0"])
        }
    }

    @Test(arguments: [
        "", "Bearer", "Bearer ", "Bearer 0123456789abcdeF", "Bearer 0123456789abcde", "Basic 0123456789abcdef", "0123456789abcdef",
    ])
    func wantsTheToken(_ value: String) async throws {
        try await serving { served in
            for target in ["/sandboxes", "/activity", "/state/shop", "/schemas/uis.json", "/nothing"] {
                let request = "GET \(target) HTTP/1.1\r\nHost: a\r\nAuthorization: \(value)\r\n\r\n"
                let answer = try await RawConnection(port: served.admin).ask(request)
                #expect(answer?.status == 401)
                #expect(answer?.headers["www-authenticate"] == "Bearer")
            }
        }
    }

    @Test func listsTheSandboxes() async throws {
        try await serving { served in
            let answer = try #require(try await served.asOperator("GET", "/sandboxes"))
            let list = try #require(try JSONValue(parsing: answer.body).array)
            #expect(list.map { $0["name"]?.string } == ["other", "shop"])
            #expect(list[1]["routes"]?[0] == "* /count")
        }
    }

    @Test func readsReplacesAndResetsAState() async throws {
        try await serving { served in
            try await call(served)
            let before = try #require(try await served.asOperator("GET", "/state/shop"))
            #expect(before.body == #"{"n":2}"#)
            #expect(before.headers["etag"] == "\"2\"")
            let put = try await served.asOperator("PUT", "/state/SHOP", body: #"{"n":70}"#)
            #expect(put?.status == 200)
            #expect(put?.headers["etag"] == "\"3\"")
            try await call(served)
            let answer = try await served.asOperator("GET", "/state/shop")
            #expect(answer?.body == #"{"n":71}"#)
            let next = try await served.asOperator("DELETE", "/state/shop")
            #expect(next?.headers["etag"] == "\"5\"")
            let last = try await served.asOperator("GET", "/state/shop")
            #expect(last?.body == #"{"n":1}"#)
        }
    }

    @Test(arguments: [
        ("GET", "/state/shoq", "", 404), ("PUT", "/state/shoq", "{}", 404), ("PUT", "/state/shop", "[1]", 400),
        ("PUT", "/state/shop", "{", 400), ("PUT", "/state/shop", "", 400), ("POST", "/state/shop", "{}", 405),
        ("GET", "/state", "", 404), ("GET", "/schemas/none.json", "", 404), ("GET", "/activity?limit=x", "", 400),
        ("GET", "/activity?after=-1", "", 400), ("GET", "/activity?follow=1", "", 400), ("GET", "/activity?sort=up", "", 400),
    ])
    func explainsWhatIsWrongInAProblemDocument(_ method: String, _ target: String, _ body: String, _ status: Int) async throws {
        try await serving { served in
            let answer = try #require(try await served.asOperator(method, target, body: body))
            #expect(answer.status == status)
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(try JSONValue(parsing: answer.body)["detail"]?.string?.isEmpty == false)
            let after = try await served.asOperator("GET", "/state/shop")
            #expect(after?.body == #"{"n":1}"#)
        }
    }

    @Test func servesTheSchemaOfInstructions() async throws {
        try await serving { served in
            let answer = try #require(try await served.asOperator("GET", "/schemas/uis.json"))
            #expect(answer.headers["content-type"] == "application/schema+json")
            #expect(try JSONValue(parsing: answer.body) == HandlerHost.schema(named: "uis"))
        }
    }

    @Test func showsTurnsWithEverythingThatIsKnownOfThem() async throws {
        try await serving { served in
            try await call(served)
            let answer = try #require(try await served.asOperator("GET", "/activity?sandbox=shop&limit=1"))
            let entries = try #require(try JSONValue(parsing: answer.body).array)
            let turn = try #require(entries.first)
            #expect(entries.count == 1)
            #expect(turn["type"] == "turn")
            #expect(turn["url"] == "/@shop/count" || turn["url"] == "/count")
            #expect(turn["outcome"] == "ok")
            #expect(turn["reply"] == #"{"returned_code":1}"#)
            #expect(turn["log"] == [["level": "info", "text": "звонок 2"]])
            #expect(turn["stateVersion"] == 2)
            #expect(turn["patch"]?.array?.isEmpty == false)
            #expect(turn["microseconds"]?["total"]?.int ?? 0 > 0)
        }
    }

    @Test func showsOnlyEntriesBehindTheOneNamed() async throws {
        try await serving { served in
            try await call(served)
            let all = try JSONValue(parsing: try #require(try await served.asOperator("GET", "/activity")).body)
            let count = try #require(all.array?.count)
            let rest = try #require(try await served.asOperator("GET", "/activity?after=\(count - 1)"))
            #expect(try JSONValue(parsing: rest.body).array?.count == 1)
            #expect(try JSONValue(parsing: rest.body)[0] == all[count - 1])
        }
    }

    private func follower(_ served: ServedFolder) async throws -> RawConnection {
        let connection = try RawConnection(port: served.admin)
        connection.send("GET /activity?follow=true&sandbox=shop HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(ServedFolder.token)\r\n\r\n")
        let start = await connection.receive { $0.contains("\"kind\":\"loaded\"") }
        #expect(start.contains("application/x-ndjson"))
        return connection
    }

    @Test func tellsFollowersWhatHappensAsItHappens() async throws {
        try await serving { served in
            let connection = try await follower(served)
            for count in 2...4 {
                try await call(served)
                let news = await connection.receive { $0.contains("\n") }
                #expect(news.contains("звонок \(count)"))
            }
        }
    }

    @Test func stopsTellingAFollowerWhoGoes() async throws {
        try await serving { served in
            let connection = try await follower(served)
            connection.finish()
            // Ends only when the server closes.
            _ = await connection.receive { _ in false }
            try await call(served)
        }
    }

    @Test func endsWhatFollowersReadWhenItStops() async throws {
        try await serving { served in
            let connection = try await follower(served)
            await served.stop()
            let rest = await connection.receive { _ in false }
            #expect(rest.hasSuffix("0\r\n\r\n"))
        }
    }
}
