import JSONText
import StateStore
import TestSupport
import Testing

/// What every store has to do, whatever it is made of.
@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct StateStoreConformanceTests {
    @Test(arguments: StoreKind.allCases)
    func hasNothingOfASandboxThatNeverCommitted(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            #expect(try await store.load("a") == nil)
            #expect(try await store.version(of: "a") == 0)
            #expect(try await store.oldestVersion(of: "a") == 0)
            await #expect(throws: StateStoreError.noSuchVersion(sandbox: "a", version: 1, current: 0)) {
                try await store.load("a", at: 1)
            }
            #expect(try await store.patches(of: "a", after: 0) == [])
            #expect(try await store.tail(of: "a") == JournalTail(patches: 0, patchBytes: 0, snapshotBytes: 0))
            #expect(try await store.sandboxes() == [])
            #expect(await store.commit([]) == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func keepsEverythingThatACommitSays(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let commits = (1...5).map { StateCommit.sample("a", $0) }
            #expect(await store.commit(commits) == Array(repeating: .committed, count: 5))
            let rows = commits.map {
                StoredPatch(version: $0.version, patch: $0.patch, turn: $0.turn, cause: $0.cause, time: $0.time)
            }
            #expect(try await store.patches(of: "a", after: 0) == rows)
            #expect(try await store.patches(of: "a", after: 3) == Array(rows[3...]))
            #expect(try await store.patches(of: "a", after: -7, limit: 2) == Array(rows[..<2]))
            #expect(try await store.patches(of: "a", after: 5) == [])
            #expect(try await store.patches(of: "a", after: 0, limit: -1) == [])
            #expect(
                try await store.load("a")
                    == StoredState(
                        sandbox: "a", version: 5, turn: "t5", snapshot: nil, patches: commits.map(\.patch)
                    )
            )
        }
    }

    @Test(arguments: StoreKind.allCases)
    func refusesAVersionThatIsNotTheNext(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            #expect(await store.commit([.sample("a", 2)]) == [.conflict(current: 0)])
            #expect(await store.commit([.sample("a", 1), .sample("a", 2)]) == [.committed, .committed])
            for version in [Int64.min, -1, 0, 1, 2, 4, .max] {
                #expect(await store.commit([.sample("a", version)]) == [.conflict(current: 2)])
            }
            #expect(try await store.version(of: "a") == 2)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func refusesWhatIsBasedOnARefusedCommit(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            _ = await store.commit([.sample("a", 1)])
            // Version 2 is the next one, and yet it counts from a version 1 that never came to be.
            let group: [StateCommit] = [
                .sample("a", 1, turn: "x1"), .sample("a", 2, turn: "x2"), .sample("a", 3, turn: "x3"),
            ]
            #expect(await store.commit(group) == Array(repeating: .conflict(current: 1), count: 3))
            #expect(try await store.patches(of: "a", after: 0).map(\.turn) == ["t1"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func refusesAParentThatIsNotTheStoredTurn(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            #expect(await store.commit([.sample("a", 1, parent: "t0")]) == [.conflict(current: 0)])
            _ = await store.commit([.sample("a", 1)])
            // In a group of its own, where nothing before it was refused.
            #expect(await store.commit([.sample("a", 2, parent: "x1")]) == [.conflict(current: 1)])
            #expect(await store.commit([.sample("a", 2, parent: "t1")]) == [.committed])
            #expect(
                await store.commit([.sample("a", 2, turn: "x"), .sample("a", 3, parent: "t2"), .sample("a", 4)])
                    == [.conflict(current: 2), .committed, .conflict(current: 3)]
            )
        }
    }

    @Test(arguments: StoreKind.allCases)
    func keepsAConflictToItsSandbox(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let group: [StateCommit] = [
                .sample("a", 1), .sample("b", 9), .sample("c", 1), .sample("b", 1), .sample("a", 2),
            ]
            #expect(
                await store.commit(group)
                    == [.committed, .conflict(current: 0), .committed, .conflict(current: 0), .committed]
            )
            #expect(try await store.sandboxes() == ["a", "c"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func listsSandboxesByTheirBytes(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let names = ["uis_test", "crm11", "заказы", "It's \"quoted\"; --", "a", "A", "crm1"]
            #expect(await store.commit(names.map { .sample($0, 1) }).allSatisfy { $0 == .committed })
            #expect(
                try await store.sandboxes() == ["A", "It's \"quoted\"; --", "a", "crm1", "crm11", "uis_test", "заказы"]
            )
        }
    }

    @Test(arguments: StoreKind.allCases)
    func beginsWithTheNewestSnapshot(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            _ = await store.commit((1...6).map { .sample("a", $0) } + [.sample("b", 1)])
            let history = try await store.patches(of: "a", after: 0)
            for (version, count) in [(2, 3), (4, 700_000), (3, 5)] {
                try await store.writeSnapshot(of: "a", version: Int64(version), document: Array(repeating: 0x20, count: count), expiry: [])
            }
            let state = try #require(try await store.load("a"))
            #expect(state.snapshot == Array(repeating: 0x20, count: 700_000))
            #expect(state.patches == history[4...].map(\.patch))
            #expect(state.version == 6)
            let bytes = history[4...].reduce(0) { $0 + $1.patch.count }
            #expect(
                try await store.tail(of: "a") == JournalTail(patches: 2, patchBytes: bytes, snapshotBytes: 700_000)
            )
            #expect(try await store.patches(of: "a", after: 0) == history)
            #expect(try await store.load("b")?.snapshot == nil)
            #expect(await store.commit([.sample("a", 7)]) == [.committed])
            #expect(try await store.load("a")?.patches.count == 3)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func keepsASnapshotOfTheNewestVersion(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            _ = await store.commit([.sample("a", 1)])
            try await store.writeSnapshot(of: "a", version: 1, document: Array("{}".utf8), expiry: [])
            #expect(
                try await store.load("a")
                    == StoredState(sandbox: "a", version: 1, turn: "t1", snapshot: Array("{}".utf8), patches: [])
            )
        }
    }

    @Test(arguments: StoreKind.allCases)
    func loadsEveryVersionThatThereWas(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            _ = await store.commit((1...6).map { .sample("a", $0) } + [.sample("b", 9)])
            for version in [2, 4] as [Int64] {
                try await store.writeSnapshot(
                    of: "a", version: version, document: Array(#"{"n":\#(version)}"#.utf8), expiry: Array("[]".utf8)
                )
            }
            #expect(try await store.oldestVersion(of: "a") == 1)
            for (version, snapshot) in [(1, nil), (2, 2), (3, 2), (4, 4), (5, 4), (6, 4)] as [(Int64, Int64?)] {
                let state = try await store.load("a", at: version)
                #expect(state.version == version && state.turn == "t\(version)" && state.sandbox == "a")
                #expect(state.snapshot == snapshot.map { Array(#"{"n":\#($0)}"#.utf8) })
                #expect(state.patches.count == Int(version - (snapshot ?? 0)))
                #expect(try state.document() == ["n": .number(JSONNumber(Int(version)))])
            }
            for version in [Int64.min, -1, 0, 7, .max] {
                await #expect(throws: StateStoreError.noSuchVersion(sandbox: "a", version: version, current: 6)) {
                    try await store.load("a", at: version)
                }
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func keepsWhatExpiresWithTheSnapshot(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let renewal = Array(#"[{"op":"expire","path":"/n","at":9}]"#.utf8)
            _ = await store.commit([.sample("a", 1), .sample("a", 2), .sample("a", 3, patch: renewal)])
            let place = JSONPointer(["n"])
            for (version, time) in [(1, 5), (2, 7)] as [(Int64, Int64)] {
                let expiry = StatePatch([.expire(place, at: time)]).bytes
                try await store.writeSnapshot(of: "a", version: version, document: Array(#"{"n":2}"#.utf8), expiry: expiry)
            }
            #expect(try await store.load("a", at: 1).content().expiry[place] == 5)
            #expect(try await store.load("a", at: 2).expirySchedule()[place] == 7)
            #expect(try await store.load("a")?.expirySchedule()[place] == 9)
            #expect(try await store.load("a")?.snapshot == Array(#"{"n":2}"#.utf8))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func refusesASnapshotOfAVersionThatIsNotThere(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            _ = await store.commit([.sample("a", 1)])
            for version in [Int64.min, 0, 2, .max] {
                await #expect(throws: StateStoreError.noSuchVersion(sandbox: "a", version: version, current: 1)) {
                    try await store.writeSnapshot(of: "a", version: version, document: [], expiry: [])
                }
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func answersThatItIsClosed(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            await store.close()
            #expect(await store.commit([.sample("a", 1)]) == [.unavailable(.closed)])
            await #expect(throws: StateStoreError.closed) { try await store.load("a") }
            await #expect(throws: StateStoreError.closed) { try await store.load("a", at: 1) }
            await #expect(throws: StateStoreError.closed) { try await store.oldestVersion(of: "a") }
            await #expect(throws: StateStoreError.closed) { try await store.version(of: "a") }
            await #expect(throws: StateStoreError.closed) { try await store.patches(of: "a", after: 0) }
            await #expect(throws: StateStoreError.closed) { try await store.tail(of: "a") }
            await #expect(throws: StateStoreError.closed) { try await store.sandboxes() }
            await #expect(throws: StateStoreError.closed) {
                try await store.writeSnapshot(of: "a", version: 1, document: [], expiry: [])
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func storesForATaskThatIsCancelled(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                #expect(await store.commit([.sample("a", 1)]) == [.committed])
                return try await store.load("a")?.version
            }
            #expect(try await task.value == 1)
        }
    }
}
