import Foundation
import GRDB
import JSONText
import StateStore
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStateStore

/// How the SQLite store removes what is not kept.
@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct SQLitePruningTests {
    @Test func reusesTheRoomOfWhatItRemoved() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        var sizes: [Int] = []
        let document = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7) }
        for round in 0..<12 {
            let versions = (1...400).map { Int64(round * 400 + $0) }
            let results = await store.commit(versions.map { .sample("a", $0) })
            #expect(results.allSatisfy { $0 == .committed })
            try await store.writeSnapshot(of: "a", version: versions[399], document: document, expiry: [])
            try await store.prune("a", to: StateRetention(versions: 500), now: 0)
            #expect(try await store.oldestVersion(of: "a") == max(1, Int64(round - 1) * 400))
            sizes.append(try await store.write { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }.get())
        }
        // Without reuse seven rounds more would take more than a hundred pages.
        #expect(sizes[11] < sizes[4] + 10, "\(sizes) pages")
        let left = await store.write { try Int.fetchAll($0, sql: "SELECT DISTINCT version FROM snapshotPart ORDER BY 1") }
        #expect(try left.get() == [4000, 4400, 4800])
        await store.close()
    }

    @Test func buildsOnNoSnapshotThatIsDamaged() async throws {
        let folder = try TemporaryFolder()
        let warnings = Mutex<[StateStoreError]>([])
        let store = try SQLiteStateStore(folder: folder.path) { damage in warnings.withLock { $0.append(damage) } }
        _ = await store.commit((1...20).map { .sample("a", $0) })
        for version in [5, 10, 15] as [Int64] {
            try await store.writeSnapshot(of: "a", version: version, document: Array(#"{"n":\#(version)}"#.utf8), expiry: [])
        }
        try await store.write { try $0.execute(sql: "UPDATE snapshotPart SET bytes = x'00' WHERE version = 15") }.get()
        try await store.prune("a", to: StateRetention(versions: 1), now: 0)
        #expect(try await store.oldestVersion(of: "a") == 10)
        #expect(warnings.withLock { $0 } == [.damagedSnapshot(sandbox: "a", version: 15)])
        #expect(try await store.load("a")?.document() == ["n": 20])
        await store.close()
    }

    @Test func goesOnWhereItWasInterrupted() async throws {
        let folder = try TemporaryFolder()
        var store = try SQLiteStateStore(folder: folder.path)
        _ = await store.commit((1...20).map { .sample("a", $0) })
        for version in [5, 10] as [Int64] {
            try await store.writeSnapshot(of: "a", version: version, document: Array(#"{"n":\#(version)}"#.utf8), expiry: [])
        }
        // Only the first of its transactions was made.
        try await store.write { try $0.execute(sql: "INSERT INTO floor VALUES ('a', 10)") }.get()
        await store.close()
        store = try SQLiteStateStore(folder: folder.path)
        #expect(try await store.oldestVersion(of: "a") == 10)
        #expect(try await store.patches(of: "a", after: 0).map(\.version) == Array(10...20))
        await #expect(throws: StateStoreError.versionNotKept(sandbox: "a", version: 9, oldest: 10)) {
            try await store.load("a", at: 9)
        }
        try await store.prune("a", to: StateRetention(), now: 0)
        let left = await store.write { db in
            [try Int.fetchOne(db, sql: "SELECT min(version) FROM journal"), try Int.fetchOne(db, sql: "SELECT count(*) FROM snapshot")]
        }
        #expect(try left.get() == [10, 1])
        await store.close()
    }

    private static let large = Array("[".utf8) + [UInt8](repeating: 0x20, count: 600_000) + Array("]".utf8)

    @Test func removesLargeRowsAFewAtATime() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        for version in 1...8 as ClosedRange<Int64> { _ = await store.commit([.sample("a", version, patch: Self.large)]) }
        try await store.writeSnapshot(of: "a", version: 8, document: Array("{}".utf8), expiry: [])
        let counter = TransactionCounter()
        _ = await store.write { $0.add(transactionObserver: counter) }
        try await store.prune("a", to: StateRetention(versions: 1), now: 0)
        let left = await store.write { try Int.fetchAll($0, sql: "SELECT version FROM journal") }
        #expect(try left.get() == [8])
        #expect(counter.mostRows == 2, "a commit waits for 2 of them at most")
        await store.close()
    }

    @Test func cutsLargeRowsOffAFewAtATime() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        for version in 1...8 as ClosedRange<Int64> { _ = await store.commit([.sample("a", version, patch: Self.large)]) }
        for version in [4, 6, 8] as [Int64] {
            try await store.writeSnapshot(of: "a", version: version, document: Array("{}".utf8), expiry: [])
        }
        let counter = TransactionCounter()
        _ = await store.write { $0.add(transactionObserver: counter) }
        try await store.cut("a", to: 1)
        let left = await store.write { db in
            try ["journal", "snapshot", "snapshotPart"].map { try Int.fetchAll(db, sql: "SELECT version FROM \($0)") }
        }
        #expect(try left.get() == [[1], [], []])
        #expect(counter.mostRows == 2, "a commit waits for 2 of them at most")
        #expect(counter.tables.first == "snapshotPart" && counter.tables.last == "journal", "what proves later versions goes first")
        await store.close()
    }

    /// Notes what the transactions of a store remove.
    private final class TransactionCounter: TransactionObserver, Sendable {
        private let removed = Mutex<[[String]]>([[]])

        /// The most rows of the journal that one transaction removed.
        var mostRows: Int { removed.withLock { $0.map { $0.count { $0 == "journal" } }.max() ?? 0 } }

        /// The tables that rows were removed from, in order.
        var tables: [String] { removed.withLock { $0.flatMap(\.self) } }

        func observes(eventsOfKind kind: DatabaseEventKind) -> Bool {
            if case .delete = kind { true } else { false }
        }

        func databaseDidChange(with event: DatabaseEvent) { removed.withLock { $0[$0.count - 1].append(event.tableName) } }
        func databaseDidCommit(_ db: Database) { removed.withLock { $0.append([]) } }
        func databaseDidRollback(_ db: Database) {}
    }
}
