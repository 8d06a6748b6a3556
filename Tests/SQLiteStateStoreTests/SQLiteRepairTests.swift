import GRDB
import JSONText
import StateStore
import TestSupport
import Testing

@testable import SQLiteStateStore

/// What is left of a journal whose numbers are damaged.
@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct SQLiteRepairTests {
    /// Twelve versions of `a`, with snapshots at 4 and 8, and three versions of `b`, after `sql` has run on the file.
    private func damaged(by sql: String, _ body: (SQLiteStateStore) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        var store = try SQLiteStateStore(folder: folder.path)
        _ = await store.commit((1...12).map { .sample("a", $0) } + (1...3).map { .sample("b", $0) })
        for version in [4, 8] as [Int64] {
            try await store.writeSnapshot(of: "a", version: version, document: Array(#"{"n":\#(version)}"#.utf8), expiry: [])
        }
        await store.close()
        let database = try DatabaseQueue(path: folder("state.sqlite"))
        try await database.writeWithoutTransaction { db in
            try db.execute(sql: sql)
            try #require(db.totalChangesCount > 0)
        }
        try database.close()
        store = try SQLiteStateStore(folder: folder.path) { _ in }
        try await body(store)
        #expect(try await store.load("b")?.document() == ["n": 3])
        await store.close()
    }

    /// Its version was cut off while its parts were written.
    @Test func aSnapshotOfAVersionThatIsGoneIsNotKept() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        _ = await store.commit((1...3).map { .sample("a", $0) })
        let snapshot = Snapshot(sandbox: "a", version: 4, byteCount: 7, expiryByteCount: 0)
        try await store.write { db in try snapshot.insert(over: [], in: db) }.get()
        #expect(try await store.load("a")?.version == 3)
        #expect(try await StateRepair(of: "a", in: store).isNeeded == false)
        await store.close()
    }

    /// Rows with numbers that no version has; how many versions of `a` have rows, and how many of them can be read.
    @Test(
        arguments: [
            ("UPDATE journal SET version = 9223372036854775807 WHERE sandbox = 'a' AND version = 12", 11, 11),
            ("UPDATE journal SET version = 9007199254740993 WHERE sandbox = 'a' AND version = 10", 12, 9),
            (
                """
                UPDATE journal SET version = 9223372036854775807 WHERE sandbox = 'a' AND version = 12;
                UPDATE journal SET turn = 'x' WHERE sandbox = 'a' AND version = 9
                """, 11, 8
            ),
            ("UPDATE journal SET version = version - 9223372036854775807 WHERE sandbox = 'a'", 0, 0),
            ("UPDATE journal SET version = version - 13 WHERE sandbox = 'a'", 0, 0),
            ("UPDATE snapshot SET version = 9223372036854775807 WHERE sandbox = 'a' AND version = 8", 12, 12),
        ] as [(String, Int64, Int64)])
    func numbersThatNoVersionHasAreShownAndCutOff(sql: String, current: Int64, readable: Int64) async throws {
        try await damaged(by: sql) { store async throws in
            await #expect(throws: StateStoreError.self) { try await store.load("a") }
            let repair = try await StateRepair(of: "a", in: store)
            #expect(repair.isNeeded && repair.current == current && repair.readable == readable, "\(repair)")
            #expect(repair.json["fault"]?.string != nil)
            await #expect(throws: StateStoreError.self, "looking changes nothing") { try await store.load("a") }
            try await repair.cut(in: store)
            #expect(try await StateRepair(of: "a", in: store).isNeeded == false)
            #expect(try await store.version(of: "a") == readable)
            #expect(try await store.load("a")?.document()["n"]?.int == (readable == 0 ? nil : Int(readable)))
            #expect(await store.commit([.sample("a", readable + 1)]) == [.committed])
            #expect(try await store.load("a")?.document()["n"]?.int == Int(readable) + 1)
        }
    }

    /// Where a journal begins is known from what is there, too.
    @Test(arguments: [-9_223_372_036_854_775_808, -1, 0, 9_223_372_036_854_775_807] as [Int64], [false, true])
    func aDamagedBeginningIsFoundAgain(floor: Int64, isPruned: Bool) async throws {
        let removal = isPruned ? "DELETE FROM journal WHERE sandbox = 'a' AND version < 4;" : ""
        try await damaged(by: "\(removal) INSERT INTO floor VALUES ('a', \(floor))") { store async throws in
            let oldest: Int64 = isPruned ? 4 : 1
            #expect(try await store.load("a")?.document() == ["n": 12])
            #expect(try await store.oldestVersion(of: "a") == oldest)
            #expect(try await store.patches(of: "a", after: 0).first?.version == oldest)
            #expect(try await StateRepair(of: "a", in: store).isNeeded == false)
            #expect(await store.commit([.sample("a", 13)]) == [.committed])
            try await store.cut("a", to: 5)
            #expect(try await store.oldestVersion(of: "a") == oldest)
            #expect(try await store.load("a")?.document() == ["n": 5])
        }
    }

    /// What the disk did to versions before the newest one.
    static let damages = [
        "UPDATE journal SET patch = x'5B5D' WHERE sandbox = 'a' AND version = 10",
        "UPDATE journal SET patch = x'5B5D' WHERE sandbox = 'a' AND version = 12",
        "UPDATE journal SET checksum = checksum + 1 WHERE sandbox = 'a' AND version = 12",
        "UPDATE journal SET turn = 'x' WHERE sandbox = 'a' AND version = 12", "DELETE FROM journal WHERE sandbox = 'a' AND version = 10",
        "DELETE FROM journal WHERE sandbox = 'a' AND version BETWEEN 9 AND 11",
        """
        UPDATE snapshotPart SET bytes = x'7B7D'; DELETE FROM journal WHERE sandbox = 'a' AND version < 4;
        INSERT INTO floor VALUES ('a', 4)
        """,
    ]

    /// An edit that replaces all does not need them: it is stored behind the newest one, and read from there.
    @Test(arguments: damages, ["put", "reset", "restore", "import"])
    func whatReplacesAllHealsDamageOfTheDisk(sql: String, kind: String) async throws {
        try await damaged(by: sql) { store async throws in
            await #expect(throws: StateStoreError.self) { try await store.load("a") }
            let isPruned = sql.contains("floor")
            let edits: [String: (StateEdit, JSONValue)] = [
                "put": (.put(["p": 1]), ["p": 1]), "reset": (.reset(["r": 2]), ["r": 2]), "restore": (.restore(8), ["n": 8]),
                "import": (.load(StateContent(document: ["i": 3])), ["i": 3]),
            ]
            let (edit, expected) = try #require(edits[kind])
            let editor = StateEditor(store: store, limit: 1 << 20) { await store.commit([$0])[0] }
            if isPruned, kind == "restore" {
                await #expect(throws: StateEditError.self) { try await editor.make(edit, of: "a", turn: "by hand", time: 7) }
                return
            }
            let (wrong, right) = (StateCondition(match: .among([11])), StateCondition(match: .among([12])))
            await #expect(throws: StateEditError.moved(current: 12, wrong)) {
                try await editor.make(edit, of: "a", if: wrong, turn: "by hand", time: 7)
            }
            #expect(try await editor.make(edit, of: "a", if: right, turn: "by hand", time: 7) == 13)
            #expect(try await store.load("a")?.document() == expected)
            #expect(try await StateRepair(of: "a", in: store).isNeeded == false)
            #expect(await store.commit([.sample("a", 14, parent: "by hand")]) == [.committed])
            #expect(try await store.load("a")?.document()["n"] == 14)
            #expect(try await store.load("a", at: 13).document() == expected)
            #expect(try await store.patches(of: "a", after: 12).map(\.version) == [13, 14])
            if !isPruned { #expect(try await store.load("a", at: 8).document() == ["n": 8], "the versions before the damage are kept") }
        }
    }

    @Test func aPatchDoesNotReplaceAllAndIsRefused() async throws {
        try await damaged(by: Self.damages[0]) { store async throws in
            let editor = StateEditor(store: store, limit: 1 << 20) { await store.commit([$0])[0] }
            let patch = try HandwrittenPatch(parsing: Array(#"[{"op":"add","path":"/x","value":1}]"#.utf8))
            await #expect(throws: StateEditError.store(.damagedPatch(sandbox: "a", version: 10))) {
                try await editor.make(.patch(patch), of: "a", turn: "by hand", time: 7)
            }
            #expect(try await store.version(of: "a") == 12)
        }
    }

    /// A later version was there: the row behind which the edit would be stored is not the newest one.
    @Test func whatReplacesAllIsStoredBehindNoRowThatWasNotTheLast() async throws {
        try await damaged(by: "DELETE FROM journal WHERE sandbox = 'a' AND version > 6") { store async throws in
            let editor = StateEditor(store: store, limit: 1 << 20) { await store.commit([$0])[0] }
            await #expect(throws: StateEditError.store(.damagedPatch(sandbox: "a", version: 7))) {
                try await editor.make(.reset([:]), of: "a", turn: "by hand", time: 7)
            }
            #expect(try await store.version(of: "a") == 6)
        }
    }
}
