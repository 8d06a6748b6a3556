import HandlerHost
import JSONText
import StateStore
import TestSupport
import Testing

/// Journals that cannot be served, and journals with numbers that nobody makes: the sandbox says so, and its neighbours serve.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct BrokenJournalTests {
    private static let files = [
        "bad/go.js": "module.exports = (req, state) => ({ returned_code: Object.keys(state).length })", "bad/state.json": "{}",
        "bad/sandbox.yaml": "limits: { wall: 20s, cpu: 5s, load: 20s }\n",
        "good/go.js": "module.exports = () => ({ returned_code: 1 })", "good/sandbox.yaml": "limits: { wall: 20s, cpu: 5s, load: 20s }\n",
    ]

    private func store(_ patches: [String]) async -> MemoryStateStore {
        let store = MemoryStateStore()
        let commits = patches.enumerated().map { index, patch in
            StateCommit(
                sandbox: "bad", version: Int64(index) + 1, patch: Array(patch.utf8), turn: "t\(index)", cause: "GET /go", time: .min)
        }
        #expect(await store.commit(commits).allSatisfy { $0 == .committed })
        return store
    }

    private func document(_ test: TestHost) async throws -> String {
        String(decoding: try await test.host.state(of: "bad").document, as: UTF8.self)
    }

    @Test(
        arguments: [
            #"[{"op":"remove","path":"/zzz"}]"#, #"[{"op":"remove","path":""}]"#, #"[{"op":"replace","path":"","value":7}]"#, "no JSON",
        ], [false, true])
    func aStateThatCannotBeReadStopsNobodyElseAndIsHealed(patch: String, byCutting: Bool) async throws {
        let test = try await TestHost(Self.files, store: await store([patch]))
        #expect(await test.get("/@good/go").outcome == .ok)
        #expect(await test.get("/@bad/go").outcome == .stateUnavailable)
        let repair = try await test.host.stateRepair(of: "bad")
        #expect(repair["fault"]?.string != nil && repair["readable"] == 0)
        if byCutting {
            let outcome = try await test.host.repairState(of: "bad")
            #expect(outcome.version == 0)
            #expect(outcome.done == ["version": 0, "former": 1, "indexRebuilt": false, "cut": true])
        } else {
            #expect(try await test.host.resetState(of: "bad", to: .empty) == 2)
        }
        #expect(await test.get("/@bad/go").outcome == .ok, "the first caller waits until it serves")
        #expect(try await test.host.stateRepair(of: "bad")["fault"] == nil)
        _ = try await test.host.putState(of: "bad", Array(#"{"x": 1}"#.utf8))
        #expect(await test.get("/@bad/go").text == #"{"returned_code":1}"#)
    }

    @Test func anExportOfAStateThatCannotBeReadIsRefusedBeforeItBegins() async throws {
        let test = try await TestHost(Self.files, store: await store(["no JSON"]))
        for withHistory in [false, true] {
            await #expect(throws: StateRefusal.self) { try await test.host.stateExport(of: "bad", withHistory: withHistory) }
        }
    }

    /// As an older version stored it: it is due at once, or never within anybody's life.
    @Test func timesWithoutEndAreReadAsTheNearestOnes() async throws {
        let store = await store([
            #"[{"op":"add","path":"/a","value":{}},{"op":"expire","path":"/a","at":-9223372036854775808}]"#,
            #"[{"op":"add","path":"/b","value":{}},{"op":"expire","path":"/b","at":9223372036854775807}]"#,
        ])
        let test = try await TestHost(Self.files, store: store)
        #expect(await test.get("/@bad/go").outcome == .ok)
        try await eventually("what expired is gone") { try await document(test) == #"{"b":{}}"# }
        #expect(await test.get("/@good/go").outcome == .ok)
        let told = test.host.activity.entries().filter { entry in
            guard case .event(let event) = entry.content, event.kind == .warning, event.sandbox == "bad" else { return false }
            return event.message.hasPrefix("2 of the times at which parts of the state were to expire are before 1970")
        }
        #expect(told.count == 1, "told, and once")
        #expect(!(try await test.host.stateHistory(of: "bad", limit: 10, since: .min, before: .min).isEmpty))
        #expect(!(try await test.host.stateHistory(of: "bad", limit: 10, since: .max, before: .max).isEmpty))
    }

    @Test(arguments: ["-9223372036854775808", "9223372036854775807", "-1", "8640000000000001", "1e400"])
    func aTimeThatIsNoneIsRefusedWhereItEnters(time: String) async throws {
        let test = try await TestHost(Self.files)
        let patch = #"[{"op":"add","path":"/a","value":{}},{"op":"expire","path":"/a","at":\#(time)}]"#
        await #expect(throws: StateRefusal.self) { try await test.host.patchState(of: "bad", Array(patch.utf8)) }
        let archive = """
            {"ringbox":"state","format":1,"sandbox":"bad","version":1,"patches":0}
            {"document":{"a":{}},"expires":{"/a":\(time)}}
            {"end":true,"lines":3}

            """
        await #expect(throws: StateRefusal.self) { try await test.host.importState(of: "bad", Array(archive.utf8)) }
        #expect(await test.get("/@bad/go").outcome == .ok)
    }

    @Test(arguments: ["9223372036854775806", "9223372036854775807", "-9223372036854775808"])
    func anArchiveThatSpeaksOfPatchesWithoutEndIsRefused(number: String) async throws {
        let test = try await TestHost(Self.files)
        for (version, patches) in [(number, "0"), ("1", number), (number, number)] {
            let archive = """
                {"ringbox":"state","format":1,"sandbox":"bad","version":\(version),"patches":\(patches)}
                {"document":{},"expires":{}}
                {"end":true,"lines":3}

                """
            await #expect(throws: StateRefusal.self, "\(version) \(patches)") {
                try await test.host.importState(of: "bad", Array(archive.utf8))
            }
        }
    }

    @Test func followersOfTheActivityMayAskForWhatWillNeverCome() async throws {
        let activity = ActivityLog()
        for number in [UInt64.max, UInt64.max - 1] {
            let reader = Task { await activity.next(after: number) }
            activity.append(.event(HostEvent(time: 1, sandbox: nil, kind: .error, bundle: nil, message: "x")))
            reader.cancel()
            #expect(await reader.value.isEmpty)
        }
    }

    /// Far more than one turn removes; a neighbour is served meanwhile, and the host can be stopped in the midst of it.
    @Test func manyThatExpireAtOnceAreRemovedInSlices() async throws {
        let count = 8_000
        let members = (0..<count).map { #""c\#($0)":{}"# }.joined(separator: ",")
        let expiries = (0..<count).map { #"{"op":"expire","path":"/calls/c\#($0)","at":\#($0)}"# }.joined(separator: ",")
        let patch = #"[{"op":"add","path":"/calls","value":{\#(members)}},\#(expiries)]"#
        let last = 1 + Int64(count / 250)
        var store = await store([patch])
        // It may be over before it was seen.
        for _ in 1...5 {
            if try await stopInTheMidst(store) < last { break }
            store = await self.store([patch])
        }
        #expect(try await store.version(of: "bad") < last, "it was stopped before the end")
        let test = try await TestHost(Self.files, store: store)
        try await eventually("what expired is gone") { try await document(test) == #"{"calls":{}}"# }
        let rows = try await store.patches(of: "bad", after: 1)
        #expect(rows.allSatisfy { $0.cause == "expire" } && (2...400).contains(rows.count), "\(rows.count) removals")
        #expect(String(decoding: rows[0].patch, as: UTF8.self).contains(#""/calls/c0""#), "the earliest first")
        await test.stop()
    }

    /// Starts a host and stops it when the removal has begun.
    ///
    /// - Returns: The version at which the state is then.
    private func stopInTheMidst(_ store: MemoryStateStore) async throws -> Int64 {
        let test = try await TestHost(Self.files, store: store)
        try await eventually("the removal has begun") { try await store.version(of: "bad") > 1 }
        #expect(await test.get("/@good/go").outcome == .ok)
        await test.stop()
        return try await store.version(of: "bad")
    }
}
