import HandlerHost
import JSONText
import Testing

/// States over the admin port.
@Suite(.timeLimit(.minutes(1)))
struct StateEditingTests {
    private static let files = [
        "shop/count.js": "module.exports = (req, state) => { state.n += 1; return { returned_code: 1 } }",
        "shop/state.json": #"{"n":1,"couriers":{"74952345678":{"name":"Иван"}}}"#,
        "bare/index.js": "module.exports = () => ({ returned_code: 2 })",
    ]

    private func serving(_ body: (ServedFolder) async throws -> Void) async throws {
        try await ServedFolder.serve(Self.files, body)
    }

    private func ask(
        _ served: ServedFolder, _ method: String, _ target: String, _ body: String = "", headers: String = ""
    ) async throws -> RawAnswer {
        try #require(try await served.asOperator(method, target, body: body, headers: headers))
    }

    private func call(_ served: ServedFolder) async throws {
        #expect(try await served.ask("GET /@shop/count HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 200)
    }

    @Test(arguments: [
        ("?path=/n", #"2"#), ("?path=/couriers/74952345678/name", #""Иван""#), ("?version=1&path=/n", "1"), ("?version=0", "{}"),
        ("?path=/&version=1", #"{"n":1,"couriers":{"74952345678":{"name":"Иван"}}}"#),
    ])
    func readsAPartOfAnyVersion(query: String, expected: String) async throws {
        try await serving { served in
            try await call(served)
            let answer = try await ask(served, "GET", "/state/shop\(query)")
            #expect(answer.status == 200 && answer.body == expected)
        }
    }

    @Test(arguments: [
        ("GET", "/state/shop?path=/couriers/7495234567", "", 404, "(did you mean /couriers/74952345678?)"),
        ("GET", "/state/shop?path=/n/x", "", 404, #"/n is a number without \"x\""#),
        ("GET", "/state/shop?path=couriers.7495", "", 400, #"did you mean \"/couriers/7495\"?"#),
        ("GET", "/state/shop?version=9", "", 404, "has no version 9, its newest is 1"),
        ("GET", "/state/shop?versoin=9", "", 400, "there are path, version"),
        ("GET", "/state/shop/histroy", "", 404, "history"),
        ("GET", "/state/shop/diff?from=1&to=9", "", 404, "no version 9"), ("GET", "/state/shop/diff", "", 400, "from"),
        ("GET", "/state/shop/watch?after=9", "", 404, "no version 9"), ("GET", "/state/shop/restore?version=1", "", 405, "POST"),
        ("POST", "/state/shop/restore?version=9", "", 404, "no version 9"), ("POST", "/state/shop/restore", "", 400, "which version"),
        ("GET", "/state/shop/history?limit=1001", "", 400, "from 0 to 1000"),
        ("GET", "/state/shoq/history", "", 404, #"did you mean \"shop\"?"#), ("POST", "/state/shoq/restore?version=1", "", 404, "shop"),
        ("PATCH", "/state/shop", "{}", 400, "list of operations"),
        ("PATCH", "/state/shop", #"[{"op":"test","path":"/n","value":5}]"#, 409, #"expects 5 at \"/n\", where 1 is"#),
        ("PATCH", "/state/shop", #"[{"op":"remove","path":"/x"}]"#, 409, "nothing was changed"),
        ("PATCH", "/state/shop", #"[{"op":"replace","path":"","value":[]}]"#, 400, "an array"),
        (
            "PATCH", "/state/shop", "[" + Array(repeating: #"{"op":"remove","path":"/n"}"#, count: 10_001).joined(separator: ",") + "]",
            413,
            "has 10001 operations and may have 10000: put the whole value"
        ),
        ("POST", "/state/shop/import", #"{"n":1}"#, 400, "no exported state"),
        ("DELETE", "/state/bare?to=seed", "", 409, "bare has no state.json"), ("DELETE", "/state/shop?to=sed", "", 400, "seed"),
    ])
    func explainsWhatItDoesNotDo(_ method: String, _ target: String, _ body: String, _ status: Int, _ part: String) async throws {
        try await serving { served in
            let answer = try await ask(served, method, target, body)
            #expect(answer.status == status && answer.body.contains(part), "\(answer.status) \(answer.body)")
            let after = try await ask(served, "GET", "/state/shop")
            #expect(after.headers["etag"] == "\"1\"")
        }
    }

    @Test func makesThePatchThatPeopleWrite() async throws {
        try await serving { served in
            let patch = #"""
                [{"op":"test","path":"/n","value":1},{"op":"move","from":"/couriers/74952345678","path":"/couriers/74957654321"},
                 {"op":"copy","from":"/n","path":"/m"}]
                """#
            let type = "Content-Type: application/json-patch+json\r\n"
            #expect(try await ask(served, "PATCH", "/state/shop", patch, headers: type).headers["etag"] == "\"2\"")
            #expect(try await ask(served, "GET", "/state/shop").body == #"{"n":1,"couriers":{"74957654321":{"name":"Иван"}},"m":1}"#)
            try await call(served)
            #expect(try await ask(served, "GET", "/state/shop?path=/n").body == "2")
            let xml = try await ask(served, "PATCH", "/state/shop", patch, headers: "Content-Type: text/xml\r\n")
            #expect(xml.status == 415 && xml.headers["accept-patch"] == "application/json-patch+json")
        }
    }

    @Test(arguments: [
        ("If-Match: \"2\"", 200), ("If-Match: \"1\", \"2\"", 200), ("If-Match: *", 200), ("If-Match: \"1\"\r\nIf-Match: \"2\"", 200),
        ("If-None-Match: \"1\"", 200), ("If-Match: \"2\"\r\nIf-None-Match: \"1\"", 200),
        ("If-Match: \"1\"", 412), ("If-Match: W/\"2\"", 412), ("If-Match: \"02\"", 412), ("If-Match: \"x\"", 412),
        ("If-None-Match: *", 412), ("If-None-Match: W/\"2\"", 412), ("If-None-Match: \"1\",\"2\"", 412),
        ("If-Match: 2", 400), ("If-Match:", 400), ("If-Match: *, \"2\"", 400), ("If-Match: \"2", 400), ("If-Match: \"2\", \"", 400),
        ("If-None-Match: \"2\" \"3\"", 400),
    ])
    func makesAnEditOnlyIfItsConditionHolds(condition: String, status: Int) async throws {
        try await serving { served in
            try await call(served)
            for edit in [("PUT", "/state/shop", #"{"n":7}"#), ("PATCH", "/state/shop", "[]"), ("DELETE", "/state/shop", "")] {
                let answer = try await ask(served, edit.0, edit.1, edit.2, headers: condition + "\r\n")
                #expect(answer.status == status, "\(edit.0): \(answer.body)")
                if status == 412 {
                    #expect(answer.headers["etag"] == "\"2\"")
                    #expect(answer.body.contains("nothing was changed"))
                }
                let now = try await ask(served, "GET", "/state/shop")
                #expect((now.headers["etag"] == "\"2\"") == (status != 200))
                if status == 200 { return }
            }
        }
    }

    @Test func doesNotSendWhatTheAskerHas() async throws {
        try await serving { served in
            let same = try #require(
                try await RawConnection(port: served.admin).ask(
                    "GET /state/shop HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(ServedFolder.token)\r\nIf-None-Match: W/\"1\"\r\n\r\n",
                    isHead: true))
            #expect(same.status == 304 && same.headers["etag"] == "\"1\"" && same.body.isEmpty)
            #expect(try await ask(served, "GET", "/state/shop", headers: "If-None-Match: \"2\"\r\n").status == 200)
            #expect(try await ask(served, "GET", "/state/shop", headers: "If-Match: \"2\"\r\n").status == 412)
        }
    }

    @Test func restoresAndTakesThatBack() async throws {
        try await serving { served in
            for _ in 0..<3 { try await call(served) }
            let restored = try await ask(served, "POST", "/state/shop/restore?version=2", headers: "If-Match: \"4\"\r\n")
            #expect(restored.headers["etag"] == "\"5\"")
            #expect(try await ask(served, "GET", "/state/shop?path=/n").body == "2")
            try await call(served)
            #expect(try await ask(served, "GET", "/state/shop?path=/n").body == "3", "turns go on from there")
            #expect(try await ask(served, "POST", "/state/shop/restore?version=4").status == 200)
            #expect(try await ask(served, "GET", "/state/shop?path=/n").body == "4")
            let history = try JSONValue(parsing: try await ask(served, "GET", "/state/shop/history?limit=3").body)
            #expect(history.array?.map { $0["cause"]?.string } == ["restore 4", "GET /count", "restore 2"])
            #expect(history[1]?["changes"] == [["path": "/n", "before": 2, "after": 3]])
        }
    }

    @Test func resetsToWhatIsAskedFor() async throws {
        try await serving { served in
            let emptied = try await ask(served, "DELETE", "/state/shop?to=empty")
            #expect(emptied.status == 200)
            #expect(try await ask(served, "GET", "/state/shop").body == "{}")
            #expect(try await ask(served, "DELETE", "/state/shop?to=seed").status == 200)
            #expect(try await ask(served, "GET", "/state/shop?path=/n").body == "1")
            #expect(try await ask(served, "DELETE", "/state/bare").status == 200)
        }
    }

    @Test func tellsWhatIsDifferentBetweenVersions() async throws {
        try await serving { served in
            for _ in 0..<3 { try await call(served) }
            let difference = try JSONValue(parsing: try await ask(served, "GET", "/state/shop/diff?from=1").body)
            #expect(difference["patch"] == [["op": "replace", "path": "/n", "value": 4]])
            #expect(difference["changes"] == [["path": "/n", "before": 1, "after": 4]])
            #expect(difference["from"] == 1 && difference["to"] == 4)
        }
    }

    @Test func whatIsExportedCanBeImported() async throws {
        try await serving { served in
            for _ in 0..<3 { try await call(served) }
            let file = try await exported(served, "?history=true")
            #expect(file.contains(#""patches":4"#) && file.contains(#""cause":"GET /count""#))
            let plain = try await exported(served)
            try await call(served)
            #expect(try await ask(served, "POST", "/state/shop/import", plain).headers["etag"] == "\"6\"")
            #expect(try await ask(served, "GET", "/state/shop?path=/n").body == "4")
            #expect(try await ask(served, "POST", "/state/shop/import", file).headers["etag"] == "\"7\"")
            let cut = try await ask(served, "POST", "/state/shop/import", String(plain.dropLast(10)))
            #expect(cut.status == 400 && cut.body.contains("cut off"))
        }
    }

    /// The lines of an exported state, without the framing of the chunks.
    private func exported(_ served: ServedFolder, _ query: String = "") async throws -> String {
        let connection = try RawConnection(port: served.admin)
        connection.send(
            "GET /state/shop/export\(query) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(ServedFolder.token)\r\n\r\n")
        let text = await connection.receive { $0.hasSuffix("\r\n0\r\n\r\n") }
        return text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("{") }.map { $0 + "\n" }.joined()
    }

    /// Turns and conditional edits add one each at the same time, and all of them are in the sum.
    @Test func losesNoChangeOfATurnAndNoEdit() async throws {
        try await serving { served in
            let (calls, editors, edits) = (40, 3, 4)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<2 {
                    tasks.addTask { for _ in 0..<(calls / 2) { try await self.call(served) } }
                }
                for _ in 0..<editors {
                    tasks.addTask { for _ in 0..<edits { try await self.addOne(served) } }
                }
                try await tasks.waitForAll()
            }
            let state = try await ask(served, "GET", "/state/shop")
            #expect(try JSONValue(parsing: state.body)["n"]?.int == 1 + calls + editors * edits)
            #expect(state.headers["etag"] == "\"\(1 + calls + editors * edits)\"", "and nothing else was stored")
        }
    }

    /// Stores one more than what it has read, as soon as nobody comes between.
    private func addOne(_ served: ServedFolder) async throws {
        while true {
            let read = try await ask(served, "GET", "/state/shop")
            let count = try #require(try JSONValue(parsing: read.body)["n"]?.int)
            let tag = try #require(read.headers["etag"])
            let patch = #"[{"op":"replace","path":"/n","value":\#(count + 1)}]"#
            let answer = try await ask(served, "PATCH", "/state/shop", patch, headers: "If-Match: \(tag)\r\n")
            if answer.status == 200 { return }
            try #require(answer.status == 412, "\(answer.body)")
        }
    }
}
