import Foundation
import GRDB
import JSONText
import StateStore
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStateStore

/// A file whose disk has turned single bits around: in the index that leads to the rows of the journal, and in the rows' own pages.
@Suite(.ownThreads, .timeLimit(.minutes(5)))
struct SQLiteIndexTests {
    private static let count: Int64 = 249

    /// The bytes of a file with versions of `a` and of `b`, which took turns, after `sql` has run on it, and the numbers of the pages of a table or an index.
    private func makeFile(in folder: TemporaryFolder, _ sql: String = "") async throws -> (bytes: Data, pages: (String) throws -> [Int]) {
        let store = try SQLiteStateStore(folder: folder.path)
        for version in 1...Self.count { _ = await store.commit([.sample("a", version), .sample("b", version)]) }
        await store.close()
        let path = folder("state.sqlite")
        let writer = try DatabaseQueue(path: path)
        try await writer.writeWithoutTransaction { try $0.execute(sql: sql) }
        try writer.close()
        let pages = { (name: String) in
            let database = try DatabaseQueue(path: path)
            defer { _ = try? database.close() }
            return try database.read { try Int.fetchAll($0, sql: "SELECT pageno FROM dbstat WHERE name = ? ORDER BY 1", arguments: [name]) }
        }
        return (try Data(contentsOf: URL(fileURLWithPath: path)), pages)
    }

    /// Puts a file in the place of the store's, whose log was moved into it.
    private func write(_ bytes: Data, to folder: TemporaryFolder) throws {
        try bytes.write(to: URL(fileURLWithPath: folder("state.sqlite")))
    }

    private func isWhole(_ sandbox: String, in store: SQLiteStateStore) async throws -> Bool {
        let rows = try await store.patches(of: sandbox, after: 0)
        return rows.map(\.version) == Array(1...Self.count) && rows.allSatisfy { $0.patch == StateCommit.sample(sandbox, $0.version).patch }
    }

    /// The rows are all there: none may be thrown away.
    @Test func aDamagedIndexIsRebuiltAndNothingIsCut() async throws {
        let folder = try TemporaryFolder()
        let (whole, pages) = try await makeFile(in: folder)
        let index = try pages("sqlite_autoindex_journal_1")
        try #require(index.count > 1)
        var (rebuilt, refused) = (0, 0)
        for page in index {
            for offset in stride(from: 0, to: 4096, by: 53) {
                var damaged = whole
                damaged[(page - 1) * 4096 + offset] ^= 1 << UInt8(offset % 8)
                try write(damaged, to: folder)
                let store = try SQLiteStateStore(folder: folder.path) { _ in }
                do {
                    for sandbox in ["a", "b"] {
                        let outcome = try await StateRepair.mend(sandbox, in: store)
                        #expect(outcome.version == Self.count && !outcome.isCut, "\(sandbox), byte \(offset) of page \(page): \(outcome)")
                        if outcome.isIndexRebuilt { rebuilt += 1 }
                    }
                    for sandbox in ["a", "b"] { #expect(try await isWhole(sandbox, in: store), "byte \(offset) of page \(page)") }
                } catch StateStoreError.cannotCut, StateStoreError.file(_, .damaged) {
                    // SQLite cannot give up the pages of such an index.
                    refused += 1
                    let rows = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM journal NOT INDEXED") }
                    #expect(rows == Int(2 * Self.count), "byte \(offset) of page \(page)")
                }
                await store.close()
            }
        }
        #expect(rebuilt > 30 && refused < 15, "\(rebuilt) and \(refused)")
    }

    /// What is promised of damage anywhere: a repair ends, what it leaves is a version that there was, and no neighbour loses one by it.
    @Test func aRepairEndsWhateverBitIsTurned() async throws {
        let folder = try TemporaryFolder()
        let (whole, pages) = try await makeFile(in: folder)
        for page in try pages("journal") {
            for offset in stride(from: page * 7 % 331, to: 4096, by: 331) {
                var damaged = whole
                damaged[(page - 1) * 4096 + offset] ^= 1 << UInt8(offset % 8)
                try write(damaged, to: folder)
                let place = "byte \(offset) of page \(page)"
                let store = try SQLiteStateStore(folder: folder.path) { _ in }
                for sandbox in ["a", "b"] { try await repair(sandbox, in: store, place) }
                await store.close()
            }
        }
    }

    private func repair(_ sandbox: String, in store: SQLiteStateStore, _ place: String) async throws {
        let neighbour = sandbox == "a" ? "b" : "a"
        let before = try? await store.load(neighbour)?.version
        do {
            let outcome = try await StateRepair.mend(sandbox, in: store)
            let number = try await store.load(sandbox)?.document()["n"]?.int
            #expect(number == (outcome.version == 0 ? nil : Int(outcome.version)), "\(sandbox), \(place)")
        } catch {
            switch error {
            case .cannotCut, .file(_, .damaged): break
            default: Issue.record("\(sandbox), \(place): \(error)")
            }
        }
        if let before {
            let after = try? await store.load(neighbour)?.version
            #expect(after == before, "\(neighbour), \(place)")
        }
    }

    /// The index leads to a row whose own key is damaged. When it is rebuilt, for what happened elsewhere, the row keeps its place.
    @Test(arguments: ["b\u{1}\u{c8}t200", "a\u{3}\u{c8}t200"])
    func aRowWhoseKeyIsDamagedKeepsItsPlace(key: String) async throws {
        let folder = try TemporaryFolder()
        let bytes = try await makeFile(in: folder, "UPDATE journal SET patch = x'5B5D' WHERE sandbox = 'b' AND version = 100").bytes
        try write(try replacing(key, in: bytes), to: folder)
        let store = try SQLiteStateStore(folder: folder.path) { _ in }
        #expect(
            try await StateRepair.mend("b", in: store)
                == StateRepair.Outcome(version: 99, former: Self.count, isIndexRebuilt: true, isCut: true))
        #expect(try await isWhole("a", in: store))
        #expect(await store.commit([.sample("b", 100)]) == [.committed])
        await store.close()
    }

    /// A row that is not what was stored under any key: it turns up nowhere.
    @Test(arguments: ["b\u{1}\u{c8}t200", "a\u{3}\u{c8}t200"])
    func aRowThatIsNotWhatWasStoredGetsNoPlaceInTheIndex(key: String) async throws {
        let folder = try TemporaryFolder()
        let bytes = try await makeFile(in: folder, "UPDATE journal SET patch = x'5B5D' WHERE sandbox = 'a' AND version = 200").bytes
        try write(try replacing(key, in: bytes), to: folder)
        let store = try SQLiteStateStore(folder: folder.path) { _ in }
        #expect(
            try await StateRepair.mend("a", in: store)
                == StateRepair.Outcome(version: 199, former: Self.count, isIndexRebuilt: true, isCut: true))
        #expect(try await store.load("a")?.document()["n"]?.int == 199)
        #expect(await store.commit([.sample("a", 200)]) == [.committed])
        #expect(try await store.version(of: "b") == Self.count)
        #expect(try await isWhole("b", in: store))
        await store.close()
    }

    /// The file with another key in the row of version 200 of `a`, which begins with the name, the number and the turn.
    private func replacing(_ key: String, in bytes: Data) throws -> Data {
        var bytes = bytes
        let place = try #require(bytes.range(of: Data([0x61, 0, 200] + "t200".utf8)))
        bytes.replaceSubrange(place, with: key.unicodeScalars.map { UInt8($0.value) })
        return bytes
    }

    @Test func aRepairIsGivenUpWhenNobodyWaitsForIt() async throws {
        let folder = try TemporaryFolder()
        _ = try await makeFile(in: folder)
        let store = try SQLiteStateStore(folder: folder.path) { _ in }
        await #expect(throws: StateStoreError.closed) { try await store.rebuildIndexes(while: { false }) }
        let asked = Mutex(0)
        await #expect(throws: StateStoreError.closed) {
            try await store.cut("a", to: 0) {
                asked.withLock {
                    $0 += 1
                    return $0 < 1
                }
            }
        }
        #expect(asked.withLock { $0 } == 1)
        await store.close()
        await #expect(throws: StateStoreError.closed) { try await store.cut("a", to: 0) }
    }
}
