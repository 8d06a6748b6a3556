import Foundation
import GRDB
import JSONText
import StateStore
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStateStore

/// What the SQLite store makes of rows that are not what it stored.
@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct SQLiteDamageTests {
    /// A closed store with twelve versions of `a`, snapshots at 4 and 8 with what expires, and three versions of `b`.
    private func makeFolder() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        _ = await store.commit((1...12).map { .sample("a", $0) } + (1...3).map { .sample("b", $0) })
        for version in [4, 8] as [Int64] {
            let expiry = StatePatch([.expire(JSONPointer(["n"]), at: version)]).bytes
            try await store.writeSnapshot(of: "a", version: version, document: Array(#"{"n":\#(version)}"#.utf8), expiry: expiry)
        }
        await store.close()
        return folder
    }

    /// Runs `sql` on the file, and `body` with the store on it, which tells of damage by the list that it gets.
    private func afterwards(
        _ sql: String, _ body: (SQLiteStateStore, _ warnings: () -> [StateStoreError]) async throws -> Void
    ) async throws {
        let folder = try await makeFolder()
        let database = try DatabaseQueue(path: folder("state.sqlite"))
        try await database.writeWithoutTransaction { db in
            try db.execute(sql: sql)
            try #require(db.totalChangesCount > 0)
        }
        try database.close()
        let warnings = Mutex<[StateStoreError]>([])
        let store = try SQLiteStateStore(folder: folder.path) { damage in warnings.withLock { $0.append(damage) } }
        try await body(store) { warnings.withLock { $0 } }
        await store.close()
    }

    @Test(arguments: [
        "UPDATE journal SET patch = x'5B5D' WHERE sandbox = 'a' AND version = 10",
        "UPDATE journal SET turn = 't' WHERE sandbox = 'a' AND version = 10",
        "UPDATE journal SET cause = 'PUT' WHERE sandbox = 'a' AND version = 10",
        "UPDATE journal SET time = time + 1 WHERE sandbox = 'a' AND version = 10",
        "UPDATE journal SET checksum = checksum + 1 WHERE sandbox = 'a' AND version = 10",
        "UPDATE journal SET parent = parent + 1 WHERE sandbox = 'a' AND version = 10",
        "DELETE FROM journal WHERE sandbox = 'a' AND version = 10",
        "UPDATE journal SET sandbox = 'c' WHERE sandbox = 'a' AND version = 10",
    ])
    func reportsTheVersionOfARowThatIsNotWhatWasStored(sql: String) async throws {
        try await afterwards(sql) { store, warnings async throws in
            let damaged = StateStoreError.damagedPatch(sandbox: "a", version: 10)
            await #expect(throws: damaged) { try await store.load("a") }
            await #expect(throws: damaged) { try await store.load("a", at: 10) }
            await #expect(throws: damaged) { try await store.load("a", at: 11) }
            await #expect(throws: damaged) { try await store.patches(of: "a", after: 0) }
            await #expect(throws: damaged) { try await store.patches(of: "a", after: 9, limit: 1) }
            // What is before and beside it can be had.
            #expect(try await store.load("a", at: 9).document() == ["n": 9])
            #expect(try await store.patches(of: "a", after: 0, limit: 9).count == 9)
            #expect(try await store.load("b")?.document() == ["n": 3])
            #expect(await store.commit([.sample("b", 4)]) == [.committed])
            #expect(warnings() == [])
        }
    }

    @Test func reportsThatTheBeginningOfTheJournalIsGone() async throws {
        try await afterwards("DELETE FROM journal WHERE sandbox = 'a' AND version < 8") { store, _ async throws in
            await #expect(throws: StateStoreError.damagedPatch(sandbox: "a", version: 1)) {
                try await store.patches(of: "a", after: 0)
            }
            await #expect(throws: StateStoreError.damagedPatch(sandbox: "a", version: 1)) { try await store.load("a", at: 5) }
            #expect(try await store.load("a")?.document() == ["n": 12])
        }
    }

    @Test func doesNotTakeARowOfAnotherHistory() async throws {
        // The row of b is as it was stored, and yet no part of what a was.
        let sql = """
            DELETE FROM journal WHERE sandbox = 'a' AND version = 10;
            INSERT INTO journal SELECT 'a', 10, turn, cause, time, parent, checksum, patch
            FROM journal WHERE sandbox = 'b' AND version = 3
            """
        try await afterwards(sql) { store, _ async throws in
            await #expect(throws: StateStoreError.damagedPatch(sandbox: "a", version: 10)) { try await store.load("a") }
        }
    }

    @Test func reportsTheNewestRowThatNoPatchOfIsNeeded() async throws {
        try await afterwards("UPDATE journal SET turn = 'x' WHERE sandbox = 'a' AND version = 8") { store, _ async throws in
            await #expect(throws: StateStoreError.damagedPatch(sandbox: "a", version: 8)) { try await store.load("a", at: 8) }
            // The snapshot makes up for what is before it.
            #expect(try await store.load("a")?.document() == ["n": 12])
        }
    }

    @Test(arguments: [
        "UPDATE snapshotPart SET bytes = x'7B7D' WHERE version = 8",
        "UPDATE snapshotPart SET bytes = CAST(substr(bytes, 1, 5) || 'x' || substr(bytes, 7) AS BLOB) WHERE version = 8",
        "DELETE FROM snapshotPart WHERE version = 8",
        "INSERT INTO snapshotPart VALUES ('a', 8, 1, x'20')",
        "UPDATE snapshot SET byteCount = byteCount + 1, expiryByteCount = expiryByteCount - 1 WHERE version = 8",
        "UPDATE snapshot SET byteCount = 9223372036854775807 WHERE version = 8",
        "UPDATE snapshot SET byteCount = -1 WHERE version = 8",
        "UPDATE snapshot SET checksum = 0 WHERE version = 8",
    ])
    func beginsWithAnOlderSnapshotWhenOneIsDamaged(sql: String) async throws {
        try await afterwards(sql) { store, warnings async throws in
            let state = try #require(try await store.load("a"))
            #expect(state.snapshot == Array(#"{"n":4}"#.utf8) && state.patches.count == 8)
            #expect(try state.content().document == ["n": 12])
            #expect(try state.content().expiry[JSONPointer(["n"])] == 4)
            #expect(warnings() == [.damagedSnapshot(sandbox: "a", version: 8)])
            #expect(try await store.load("a", at: 6).patches.count == 2)
            #expect(try await store.load("a", at: 8).patches.count == 4)
            #expect(warnings().count == 2)
        }
    }

    /// Nobody knows how long the snapshot was; it takes no more than what is stored of it.
    @Test(arguments: ["byteCount", "expiryByteCount"], [Int64.max, 1 << 31, -1] as [Int64])
    func aDamagedLengthOfASnapshotKeepsNobodyFromChanging(column: String, length: Int64) async throws {
        try await afterwards("UPDATE snapshot SET \(column) = \(length) WHERE version = 8") { store, _ async throws in
            #expect(try await store.size(of: "a") < 1 << 20)
            #expect(try await store.tail(of: "a").snapshotBytes < 1 << 20)
            try await store.prune("a", to: StateRetention(), now: 0)
            #expect(try await store.oldestVersion(of: "a") == 1, "nothing is removed for its size")
            let queue = CommitQueue(
                store: store, retention: StateRetention(bytes: 2 << 20), now: { 0 },
                snapshotFailed: { Issue.record("\($0 ?? "all"): \($1)") })
            async let running: Void = queue.run()
            try await eventually("the journal was looked at") { queue.size(of: "a") != nil }
            #expect(await queue.commit(.sample("a", 13)) == .committed)
            queue.shutdown()
            await running
        }
    }

    /// Nobody makes such a version: who wrote it into the file ends nothing with it but the state of that sandbox.
    @Test(arguments: [(1 << 53) + 1, .max] as [Int64])
    func aRowWithAnImpossibleVersionRefusesTheChangesOfItsSandboxAlone(version: Int64) async throws {
        let sql = "UPDATE journal SET version = \(version) WHERE sandbox = 'a' AND version = 12"
        try await afterwards(sql) { store, _ async throws in
            let damaged = StateStoreError.damagedPatch(sandbox: "a", version: version)
            let group: [StateCommit] = [.sample("b", 4), .sample("a", 12), .sample("c", 1), .sample("a", 13), .sample("b", 5)]
            let expected: [CommitResult] = [.committed, .unavailable(damaged), .committed, .unavailable(damaged), .committed]
            #expect(await store.commit(group) == expected)
            await #expect(throws: damaged) { try await store.load("a") }
            #expect(try await store.load("b")?.document() == ["n": 5])
        }
    }

    /// What the disk did to a version, and those that are built on it.
    @Test func aDamagedVersionIsShownAndCutOff() async throws {
        try await afterwards("UPDATE journal SET patch = x'5B5D' WHERE sandbox = 'a' AND version = 10") { store, _ async throws in
            let repair = try await StateRepair(of: "a", in: store)
            #expect(repair.current == 12 && repair.readable == 9)
            #expect(repair.fault == .damagedPatch(sandbox: "a", version: 10))
            #expect(try await store.version(of: "a") == 12, "looking changes nothing")
            try await repair.cut(in: store)
            #expect(try await store.load("a")?.document() == ["n": 9])
            #expect(try await StateRepair(of: "a", in: store).isNeeded == false)
            #expect(await store.commit([.sample("a", 10)]) == [.committed])
            #expect(try await store.load("a")?.document() == ["n": 10])
        }
    }

    @Test func takesNoSnapshotOfAHistoryThatTheJournalDoesNotHave() async throws {
        try await afterwards("UPDATE journal SET checksum = 0 WHERE sandbox = 'a' AND version = 8") { store, _ async throws in
            await #expect(throws: StateStoreError.damagedPatch(sandbox: "a", version: 8)) { try await store.load("a") }
        }
    }

    @Test func beginsWithTheJournalWhenEverySnapshotIsDamaged() async throws {
        try await afterwards("UPDATE snapshotPart SET bytes = x'7B7D'") { store, warnings async throws in
            let state = try #require(try await store.load("a"))
            #expect(state.snapshot == nil && state.patches.count == 12)
            #expect(warnings() == [8, 4].map { .damagedSnapshot(sandbox: "a", version: $0) })
            // The next one is a good one again.
            try await store.writeSnapshot(of: "a", version: 12, document: Array(#"{"n":12}"#.utf8), expiry: [])
            #expect(try await store.load("a")?.patches.isEmpty == true)
            #expect(warnings().count == 2)
        }
    }

    @Test func reportsTheSnapshotWhenNothingMakesUpForIt() async throws {
        let sql = """
            UPDATE snapshotPart SET bytes = x'7B7D';
            DELETE FROM journal WHERE sandbox = 'a' AND version < 4;
            INSERT INTO floor VALUES ('a', 4)
            """
        try await afterwards(sql) { store, warnings async throws in
            await #expect(throws: StateStoreError.damagedSnapshot(sandbox: "a", version: 8)) { try await store.load("a") }
            await #expect(throws: StateStoreError.damagedSnapshot(sandbox: "a", version: 4)) { try await store.load("a", at: 5) }
            #expect(warnings() == [])
        }
    }

    @Test func reportsThatTheEndOfTheJournalIsGone() async throws {
        // As when an older copy of the journal's pages has come back: the snapshot at 8 proves it.
        try await afterwards("DELETE FROM journal WHERE sandbox = 'a' AND version > 6") { store, _ async throws in
            let damaged = StateStoreError.damagedPatch(sandbox: "a", version: 7)
            await #expect(throws: damaged) { try await store.load("a") }
            await #expect(throws: damaged) { try await store.load("a", at: 3) }
            await #expect(throws: damaged) { try await store.patches(of: "a", after: 0) }
            await #expect(throws: damaged) {
                try await store.writeSnapshot(of: "a", version: 6, document: [], expiry: [])
            }
            #expect(try await store.load("b")?.document() == ["n": 3])
        }
    }

    @Test func takesNoSnapshotOfAnotherHistory() async throws {
        try await afterwards("DELETE FROM journal WHERE sandbox = 'a' AND version > 6") { store, warnings async throws in
            for version in 7...9 as ClosedRange<Int64> {
                let patch = Array(#"[{"op":"add","path":"/other","value":\#(version)}]"#.utf8)
                #expect(await store.commit([.sample("a", version, turn: "o\(version)", patch: patch)]) == [.committed])
            }
            #expect(try await store.load("a")?.document() == ["n": 6, "other": 9])
            #expect(warnings() == [.damagedSnapshot(sandbox: "a", version: 8)])
        }
    }

    @Test func reportsWhereverAByteIsDamaged() async throws {
        let folder = try TemporaryFolder()
        var store = try SQLiteStateStore(folder: folder.path)
        for version in 1...200 as ClosedRange<Int64> { _ = await store.commit([.sample("a", version)]) }
        try await store.writeSnapshot(of: "a", version: 200, document: Array(#"{"n":200}"#.utf8), expiry: [])
        await store.close()
        let path = folder("state.sqlite")
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        var reported = 0
        // Behind the page with the tables' names.
        for offset in stride(from: 4096, to: whole.count, by: 97) {
            var damaged = whole
            damaged[offset] ^= 0x41
            try damaged.write(to: URL(fileURLWithPath: path))
            store = try SQLiteStateStore(folder: folder.path)
            do {
                let rows = try await store.patches(of: "a", after: 0)
                #expect(rows.count == 200, "byte \(offset)")
                for row in rows { #expect(row.patch == StateCommit.sample("a", row.version).patch, "byte \(offset)") }
            } catch StateStoreError.damagedPatch(sandbox: "a", let version) {
                #expect((1...201).contains(version))
                reported += 1
            } catch {
                // What holds the whole table together.
                #expect(error == .file("state.sqlite", .damaged), "byte \(offset)")
            }
            await store.close()
        }
        #expect(reported > 100)
    }
}
