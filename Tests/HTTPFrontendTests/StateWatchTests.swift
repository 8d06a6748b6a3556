import JSONText
import Testing

/// Following a state over the admin port.
@Suite(.timeLimit(.minutes(1)))
struct StateWatchTests {
    private static let files = [
        "shop/count.js": """
        module.exports = (req, state) => { state.n += 1; if (state.n % 2) state.odd = state.n; return { returned_code: 1 } }
        """,
        "shop/state.json": #"{"n":0}"#,
    ]

    private func serving(_ body: (ServedFolder) async throws -> Void) async throws {
        try await ServedFolder.serve(Self.files, body)
    }

    private func call(_ served: ServedFolder) async throws {
        #expect(try await served.ask("GET /@shop/count HTTP/1.1\r\nHost: a\r\n\r\n")?.status == 200)
    }

    /// Begins to follow, and returns when the host has said from where.
    private func follower(_ served: ServedFolder, _ query: String = "") async throws -> (RawConnection, String) {
        let connection = try RawConnection(port: served.admin)
        connection.send("GET /state/shop/watch\(query) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(ServedFolder.token)\r\n\r\n")
        return (connection, await connection.receive { $0.contains("}\n") })
    }

    private func versions(_ text: String) -> [Int] {
        text.split(whereSeparator: \.isNewline).compactMap { try? JSONValue(parsing: String($0))["version"]?.int }
    }

    @Test func tellsEveryVersionOnceInOrder() async throws {
        try await serving { served in
            let (connection, start) = try await follower(served)
            #expect(start.contains(#"{"after":1}"#))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<4 {
                    tasks.addTask { for _ in 0..<20 { try await self.call(served) } }
                }
                try await tasks.waitForAll()
            }
            #expect(try await served.asOperator("PUT", "/state/shop", body: #"{"n":0}"#)?.status == 200)
            let text = await connection.receive { $0.contains(#""cause":"put""#) && $0.hasSuffix("\n\r\n") }
            #expect(versions(text) == Array(2...82))
            #expect(text.contains(#"{"path":"/n","before":0,"after":1}"#))
        }
    }

    @Test func goesOnBehindAnyVersion() async throws {
        try await serving { served in
            for _ in 0..<5 { try await call(served) }
            let (connection, start) = try await follower(served, "?after=3")
            #expect(start.contains(#"{"after":3}"#))
            var text = start
            if versions(text).last != 6 { text += await connection.receive { $0.contains(#""version":6"#) } }
            #expect(versions(text) == [4, 5, 6])
            connection.finish()
            _ = await connection.receive { _ in false }
            try await call(served)
            let (again, beginning) = try await follower(served, "?after=6")
            var rest = beginning
            if versions(rest).isEmpty { rest += await again.receive { $0.contains("version") } }
            #expect(versions(rest) == [7])
        }
    }

    @Test func tellsOnlyWhatConcernsAPlace() async throws {
        try await serving { served in
            let (connection, _) = try await follower(served, "?path=/odd")
            for _ in 0..<5 { try await call(served) }
            let text = await connection.receive { $0.contains(#""version":6"#) }
            #expect(versions(text) == [2, 4, 6])
            #expect(!text.contains(#""/n""#))
        }
    }

    @Test func endsWhatFollowersReadWhenItStops() async throws {
        try await serving { served in
            let (connection, _) = try await follower(served)
            await served.stop()
            #expect(await connection.receive { _ in false }.hasSuffix("0\r\n\r\n"))
        }
    }
}
