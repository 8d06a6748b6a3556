import JSONText
import StateStore
import TestSupport
import Testing

/// What every store has to keep and to remove.
@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct StateStorePruningTests {
    private let now: Int64 = 1_700_000_000_000 + 1000

    /// Makes versions 1 to 20 of `a`, a millisecond after one another, with snapshots, and three of `b`.
    private func fill(_ store: any StateStore, snapshots: [Int64]) async throws {
        _ = await store.commit((1...20).map { .sample("a", $0) } + (1...3).map { .sample("b", $0) })
        for version in snapshots {
            try await store.writeSnapshot(of: "a", version: version, document: Array(#"{"n":\#(version)}"#.utf8), expiry: [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func keepsWhatIsAskedForAndWhatThatIsBuiltOn(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await fill(store, snapshots: [4, 8, 12, 16])
            let history = try await store.patches(of: "a", after: 0)
            // Version 15 is built on the snapshot at 12.
            try await store.prune("a", to: StateRetention(versions: 6), now: now)
            #expect(try await store.oldestVersion(of: "a") == 12)
            #expect(try await store.patches(of: "a", after: 0) == Array(history[11...]))
            #expect(try await store.patches(of: "a", after: 3, limit: 2).map(\.version) == [12, 13])
            #expect(try await store.patches(of: "a", after: 13, limit: 2).map(\.version) == [14, 15])
            for version in 12...20 as ClosedRange<Int64> {
                #expect(try await store.load("a", at: version).document() == ["n": .number(JSONNumber(Int(version)))])
            }
            for version in [1, 8, 11] as [Int64] {
                await #expect(throws: StateStoreError.versionNotKept(sandbox: "a", version: version, oldest: 12)) {
                    try await store.load("a", at: version)
                }
            }
            await #expect(throws: StateStoreError.noSuchVersion(sandbox: "a", version: 0, current: 20)) {
                try await store.load("a", at: 0)
            }
            #expect(try await store.load("a")?.document() == ["n": 20])
            #expect(try await store.version(of: "a") == 20)
            #expect(try await store.tail(of: "a").patches == 4)
            #expect(try await store.sandboxes() == ["a", "b"])
            #expect(try await store.load("b", at: 1).document() == ["n": 1])
            #expect(await store.commit([.sample("a", 21, parent: "t20")]) == [.committed])
        }
    }

    /// The oldest versions go first, back to what the kept ones are built on; the newest one stays, however large.
    @Test(arguments: StoreKind.allCases)
    func removesBySize(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await fill(store, snapshots: [4, 8, 12, 16])
            let whole = try await store.size(of: "a")
            let history = try await store.patches(of: "a", after: 0)
            let snapshots = ["4", "8", "12", "16"].reduce(0) { $0 + #"{"n":}"#.utf8.count + $1.utf8.count }
            #expect(whole == history.reduce(snapshots) { $0 + $1.patch.count })
            #expect(try await store.prune("a", to: StateRetention(bytes: whole), now: now) == 0)
            #expect(try await store.oldestVersion(of: "a") == 1)
            // From version 14 on it would fit, and that is built on the snapshot at 12.
            let fitting = history[13...].reduce(#"{"n":16}"#.utf8.count) { $0 + $1.patch.count }
            let removed = try await store.prune("a", to: StateRetention(bytes: fitting), now: now)
            #expect(try await store.oldestVersion(of: "a") == 12)
            #expect(removed > 0)
            #expect(try await store.size(of: "a") == whole - removed)
            try await store.prune("a", to: StateRetention(bytes: 1), now: now)
            #expect(try await store.oldestVersion(of: "a") == 16)
            #expect(try await store.load("a")?.document() == ["n": 20])
            #expect(try await store.size(of: "nobody") == 0)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func removesByAge(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await fill(store, snapshots: [5, 10])
            // The commits were made at 1 to 20 ms: what was replaced at 11 ms is the first that is young enough.
            try await store.prune("a", to: StateRetention(age: .milliseconds(989)), now: now)
            #expect(try await store.oldestVersion(of: "a") == 10)
            try await store.prune("a", to: StateRetention(age: .milliseconds(990)), now: now)
            #expect(try await store.oldestVersion(of: "a") == 10)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func removesNothingThatNoSnapshotMakesUpFor(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await fill(store, snapshots: [])
            for _ in 0..<2 {
                try await store.prune("a", to: StateRetention(versions: 1, age: .zero), now: now)
                #expect(try await store.oldestVersion(of: "a") == 1)
                #expect(try await store.patches(of: "a", after: 0).count == 20)
            }
            try await store.writeSnapshot(of: "a", version: 20, document: Array(#"{"n":20}"#.utf8), expiry: [])
            try await store.prune("a", to: StateRetention(versions: 1, age: .zero), now: now)
            #expect(try await store.oldestVersion(of: "a") == 20)
            #expect(try await store.patches(of: "a", after: 0).map(\.turn) == ["t20"])
            #expect(try await store.load("a")?.document() == ["n": 20])
            #expect(await store.commit([.sample("a", 21, parent: "t20")]) == [.committed])
            #expect(try await store.load("a", at: 21).document() == ["n": 21])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func hasNothingToRemoveWhereNothingIs(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.prune("a", to: StateRetention(versions: 1), now: now)
            #expect(try await store.oldestVersion(of: "a") == 0)
            await store.close()
            await #expect(throws: StateStoreError.closed) { try await store.prune("a", to: StateRetention(), now: now) }
        }
    }

    @Test(arguments: StoreKind.allCases, 0..<4 as Range<UInt64>)
    func neverChangesWhatIsKept(kind: StoreKind, seed: UInt64) async throws {
        try await kind.withStore { store async throws in
            var generator = SeededGenerator(seed: seed)
            var version: Int64 = 0
            var oldest: Int64 = 1
            for _ in 0..<60 {
                for _ in 0..<Int.random(in: 1...5, using: &generator) {
                    version += 1
                    #expect(await store.commit([.sample("a", version)]) == [.committed])
                }
                if Bool.random(using: &generator) {
                    let document = Array(#"{"n":\#(version)}"#.utf8)
                    try await store.writeSnapshot(of: "a", version: version, document: document, expiry: [])
                }
                let versions = Int64.random(in: 1...30, using: &generator)
                try await store.prune("a", to: StateRetention(versions: versions), now: now)
                let kept = try await store.oldestVersion(of: "a")
                #expect(kept >= oldest && kept <= max(oldest, version - versions + 1))
                oldest = kept
                let asked = Int64.random(in: kept...version, using: &generator)
                #expect(try await store.load("a", at: asked).document() == ["n": .number(JSONNumber(Int(asked)))])
                #expect(try await store.patches(of: "a", after: 0).map(\.version) == Array(kept...version))
            }
            #expect(oldest > 100)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func cutsOffTheNewestVersions(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await fill(store, snapshots: [4, 8, 16])
            try await store.cut("a", to: 9)
            #expect(try await store.version(of: "a") == 9)
            #expect(try await store.load("a")?.document() == ["n": 9])
            #expect(try await store.tail(of: "a").patches == 1, "the snapshot behind it is gone, the one before it is not")
            #expect(await store.commit([.sample("a", 10, parent: "t9"), .sample("a", 11)]) == [.committed, .committed])
            #expect(try await store.load("a")?.document() == ["n": 11])
            try await store.prune("a", to: StateRetention(versions: 1), now: now)
            await #expect(throws: StateStoreError.versionNotKept(sandbox: "a", version: 3, oldest: 8)) { try await store.cut("a", to: 3) }
            try await store.cut("a", to: 0)
            #expect(try await store.version(of: "a") == 0)
            #expect(try await store.load("a") == nil)
            #expect(try await store.sandboxes() == ["b"])
            #expect(await store.commit([.sample("a", 1)]) == [.committed])
            #expect(try await store.oldestVersion(of: "a") == 1)
        }
    }

    /// Nobody makes such a version, and nobody can store it.
    @Test(arguments: StoreKind.allCases)
    func refusesVersionsWithoutEnd(kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            for version in [Int64.min, -1, 0, (1 << 53) + 1, .max] {
                let results = await store.commit([.sample("a", version)])
                #expect(results == [.conflict(current: 0)])
            }
        }
    }
}
