import JSONText
import StateStore
import Testing

struct StateHistoryTests {
    /// A store with a few versions of the sandbox shop.
    private func store() async -> MemoryStateStore {
        let store = MemoryStateStore()
        let results = await store.commit([
            .sample(1, #"[{"op":"replace","path":"","value":{"couriers":{"7495":{"name":"Иван"}},"n":0}}]"#, cause: "seed"),
            .sample(2, #"[{"op":"replace","path":"/n","value":1},{"op":"add","path":"/couriers/7812","value":{"name":"Пётр"}}]"#),
            .sample(
                3, #"[{"op":"replace","path":"/couriers/7495","value":{"name":"Илья"}},{"op":"expire","path":"/couriers/7495","at":9}]"#),
            .sample(4, #"[{"op":"remove","path":"/couriers"}]"#, cause: "patch"),
        ])
        #expect(results == [.committed, .committed, .committed, .committed])
        return store
    }

    private func shown(_ entries: [StateHistoryEntry]) -> [String] {
        entries.map { entry in
            let changes = entry.changes.map { change in
                switch change.effect {
                case .value(let before, let after): "\(change.path) \(before?.text ?? "-") \(after?.text ?? "-")"
                case .expiry(let before, let after): "\(change.path) expires \(before ?? 0) \(after ?? 0)"
                }
            }
            return "\(entry.version) \(entry.turn) \(entry.cause): " + changes.joined(separator: "; ")
        }
    }

    @Test func tellsTheNewestFirstWithWhatWasThereBefore() async throws {
        let entries = try await StateHistory(of: "shop", in: await store()).entries()
        #expect(
            shown(entries) == [
                #"4 t4 patch: /couriers {"7495":{"name":"Илья"},"7812":{"name":"Пётр"}} -"#,
                #"3 t3 GET /go: /couriers/7495/name "Иван" "Илья"; /couriers/7495 expires 0 9"#,
                #"2 t2 GET /go: /n 0 1; /couriers/7812 - {"name":"Пётр"}"#,
                #"1 t1 seed: /couriers - {"7495":{"name":"Иван"}}; /n - 0"#,
            ])
        #expect(entries.map(\.time) == [4_000, 3_000, 2_000, 1_000])
    }

    @Test(arguments: [
        (
            "/couriers/7495/name",
            [
                #"4 t4 patch: /couriers/7495/name "Илья" -"#, #"3 t3 GET /go: /couriers/7495/name "Иван" "Илья""#,
                #"1 t1 seed: /couriers/7495/name - "Иван""#,
            ]
        ),
        ("/n", ["2 t2 GET /go: /n 0 1", "1 t1 seed: /n - 0"]),
        ("/nothing", []),
    ])
    func tellsWhatConcernsAPlace(path: String, expected: [String]) async throws {
        let query = StateHistoryQuery(path: try JSONPointer(parsing: path))
        #expect(shown(try await StateHistory(of: "shop", in: await store()).entries(query)) == expected)
    }

    @Test func tellsNoMoreThanIsAskedFor() async throws {
        let history = StateHistory(of: "shop", in: await store())
        #expect(try await history.entries(StateHistoryQuery(limit: 2)).map(\.version) == [4, 3])
        #expect(try await history.entries(StateHistoryQuery(limit: 2, before: 3)).map(\.version) == [2, 1])
        #expect(try await history.entries(StateHistoryQuery(since: 3_000)).map(\.version) == [4, 3])
        #expect(try await history.entries(StateHistoryQuery(limit: 0)).isEmpty)
        #expect(try await StateHistory(of: "nobody", in: await store()).entries().isEmpty)
    }

    @Test func findsAPlaceFarBackInALongHistory() async throws {
        let store = MemoryStateStore()
        var commits = [StateCommit.sample(1, #"[{"op":"replace","path":"","value":{"n":0,"rare":1}}]"#)]
        for version in 2...500 { commits.append(.sample(Int64(version), #"[{"op":"replace","path":"/n","value":\#(version)}]"#)) }
        commits[49] = .sample(50, #"[{"op":"replace","path":"/rare","value":2}]"#)
        commits[349] = .sample(350, #"[{"op":"replace","path":"/rare","value":3}]"#)
        _ = await store.commit(commits)
        let rare = try await StateHistory(of: "shop", in: store).entries(StateHistoryQuery(path: JSONPointer(["rare"])))
        #expect(rare.map(\.version) == [350, 50, 1])
        #expect(rare[0].changes == [StateChange(path: JSONPointer(["rare"]), effect: .value(before: 2, after: 3))])
        let two = try await StateHistory(of: "shop", in: store).entries(StateHistoryQuery(path: JSONPointer(["rare"]), limit: 2))
        #expect(two == Array(rare.prefix(2)))
        let all = try await StateHistory(of: "shop", in: store).entries(StateHistoryQuery(limit: 1_000))
        #expect(all.map(\.version) == (1...500).reversed())
    }

    @Test func showsInsertedAndRemovedElementsAtTheirPlaces() async throws {
        let store = MemoryStateStore()
        _ = await store.commit([
            .sample(1, #"[{"op":"replace","path":"","value":{"l":["a","c"]}}]"#),
            .sample(2, #"[{"op":"add","path":"/l/1","value":"b"},{"op":"add","path":"/l/-","value":"d"},{"op":"remove","path":"/l/0"}]"#),
        ])
        let entry = try await StateHistory(of: "shop", in: store).entries(StateHistoryQuery(limit: 1))
        #expect(shown(entry) == [#"2 t2 GET /go: /l/1 - "b"; /l/3 - "d"; /l/0 "a" -"#])
    }

    @Test func readsBackWhatItWritesAsJSON() async throws {
        for entry in try await StateHistory(of: "shop", in: await store()).entries() {
            #expect(StateHistoryEntry(try JSONValue(parsing: entry.json.bytes())) == entry)
        }
    }

    @Test func saysWhichVersionCannotBeRead() async throws {
        let store = await store()
        _ = await store.commit([.sample(5, #"[{"op":"add","path":"/n","value":1},{"op":"remove","path":"/x/y"}]"#)])
        let reason = StatePatchError.operation(index: 1, reason: .nothingThere(JSONPointer(["x"])))
        await #expect(throws: StateStoreError.unreadablePatch(sandbox: "shop", version: 5, reason: reason)) {
            try await StateHistory(of: "shop", in: store).entries()
        }
    }

    @Test func beginsBehindTheOldestVersionThatIsKept() async throws {
        let store = await store()
        let old = try await store.content(of: "shop", at: 2)
        try await store.writeSnapshot(of: "shop", version: 2, document: old.document.bytes(), expiry: [])
        try await store.prune("shop", to: StateRetention(versions: 3), now: 0)
        #expect(try await store.oldestVersion(of: "shop") == 2)
        #expect(try await StateHistory(of: "shop", in: store).entries().map(\.version) == [4, 3])
        let names = StateHistoryQuery(path: JSONPointer(["couriers", "7495", "name"]))
        #expect(try await StateHistory(of: "shop", in: store).entries(names).map(\.version) == [4, 3])
        await #expect(throws: StateStoreError.versionNotKept(sandbox: "shop", version: 1, oldest: 2)) {
            try await StateDifference(of: "shop", from: 1, to: 4, in: store)
        }
        await #expect(throws: StateStoreError.versionNotKept(sandbox: "shop", version: 0, oldest: 2)) {
            try await StateDifference(of: "shop", from: 0, to: 4, in: store)
        }
        var export = try await StateExport(of: "shop", withHistory: true, in: store)
        var file: [UInt8] = []
        while let part = try await export.nextPart() { file += part }
        #expect(try StateArchive(parsing: file).patches == 2)
    }

    /// A version that goes away while somebody goes through the history is told, and not left out.
    @Test func doesNotGoOverAGap() async throws {
        let store = await store()
        var walk = try await StateWalk(of: "shop", after: 1, in: store)
        let old = try await store.content(of: "shop", at: 4)
        try await store.writeSnapshot(of: "shop", version: 4, document: old.document.bytes(), expiry: [])
        var export = try await StateExport(of: "shop", withHistory: true, in: store)
        _ = try await export.nextPart()
        try await store.prune("shop", to: StateRetention(versions: 1), now: 0)
        await #expect(throws: StateStoreError.versionNotKept(sandbox: "shop", version: 2, oldest: 4)) {
            _ = try await walk.advance { _ in }
        }
        await #expect(throws: StateStoreError.versionNotKept(sandbox: "shop", version: 1, oldest: 4)) { _ = try await export.nextPart() }
    }

    /// Whatever a version changes at a place through objects, the history of that place has it, with the values before and after.
    @Test func missesNoChangeOfAPlace() async throws {
        var changed = 0
        for seed in 0..<300 {
            var random = RandomPatch(seed: UInt64(seed))
            let store = MemoryStateStore()
            var documents: [JSONValue] = [[:]]
            for version in 1...12 {
                let before = documents[version - 1]
                var document = before
                let patch = version == 1 ? StatePatch([.replace(.root, random.document())]) : random.fittingPatch(for: before)
                try patch.apply(to: &document)
                documents.append(document)
                let result = await store.commit([.sample(Int64(version), String(decoding: patch.bytes, as: UTF8.self))])
                #expect(result == [.committed])
            }
            for path in [JSONPointer(["a"]), JSONPointer(["a", "b"]), JSONPointer(["ключ"]), JSONPointer(["m~n", "a/b"])] {
                let entries = try await StateHistory(of: "shop", in: store).entries(StateHistoryQuery(path: path, limit: 100))
                #expect(entries.map(\.version) == entries.map(\.version).sorted(by: >))
                for version in 1...12 where documents[version][path] != documents[version - 1][path] {
                    let entry = try #require(entries.first { $0.version == version }, "seed \(seed), \(path), version \(version)")
                    #expect(entry.changes.allSatisfy { $0.path.isInside(path) })
                    changed += 1
                }
            }
        }
        #expect(changed > 500)
    }
}
