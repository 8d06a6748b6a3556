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

    private static let name = Data([0x61, 0, 200] + "t200".utf8)

    /// Where the row of version 200 of `a` has its name, behind the types of its columns.
    private func place(_ bytes: Data) throws -> Int { try #require(bytes.range(of: Self.name)).lowerBound }

    /// The file without the last row of a leaf page of a table; its index still has it.
    private func withoutLastRow(of page: Int, in bytes: Data) -> Data {
        var bytes = bytes
        // The low byte of the number of rows.
        bytes[(page - 1) * 4096 + 4] -= 1
        return bytes
    }

    private func open(_ bytes: Data, in folder: TemporaryFolder) throws -> SQLiteStateStore {
        try write(bytes, to: folder)
        return try SQLiteStateStore(folder: folder.path) { _ in }
    }

    private func rebuild(_ store: SQLiteStateStore) async throws(StateStoreError) -> Bool {
        try await store.rebuildIndexes(while: { true })
    }

    private func count(_ table: String, in store: SQLiteStateStore) async throws -> [Int?] {
        try await store.read { db in
            try ["", " NOT INDEXED"].map { try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)\($0)") }
        }
    }

    /// The index has the text, and the row a blob of the same bytes.
    @Test func aNameThatIsNoTextIsOneAgain() async throws {
        let folder = try TemporaryFolder()
        var bytes = try await makeFile(in: folder).bytes
        // The types of the row: name, version, turn, cause, time, parent, checksum, patch.
        let type = try place(bytes) - 8
        let text: UInt8 = bytes[type]
        #expect(text == 0x0f)
        bytes[type] = 0x0e
        let store = try open(bytes, in: folder)
        #expect(try await rebuild(store))
        for sandbox in ["a", "b"] { #expect(try await isWhole(sandbox, in: store)) }
        let texts = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM journal WHERE typeof(sandbox) = 'text'") }
        #expect(texts == Int(2 * Self.count))
        #expect(try await rebuild(store) == false)
        await store.close()
    }

    @Test func anIndexThatLeadsToMoreRowsThanThereAreIsRebuilt() async throws {
        let folder = try TemporaryFolder()
        let (bytes, pages) = try await makeFile(in: folder)
        let store = try open(withoutLastRow(of: try #require(pages("journal").last), in: bytes), in: folder)
        #expect(try await rebuild(store))
        #expect(try await count("journal", in: store) == [497, 497])
        #expect(try await store.version(of: "b") == Self.count - 1)
        await store.close()
    }

    @Test func theIndexOfSnapshotsIsRebuiltAsWell() async throws {
        let folder = try TemporaryFolder()
        let parts = "INSERT INTO snapshotPart SELECT sandbox, version, 0, zeroblob(100) FROM journal WHERE sandbox = 'a'"
        let (bytes, pages) = try await makeFile(in: folder, parts)
        let store = try open(withoutLastRow(of: try #require(pages("snapshotPart").last), in: bytes), in: folder)
        #expect(try await rebuild(store))
        #expect(try await count("snapshotPart", in: store) == [248, 248])
        #expect(try await rebuild(store) == false)
        await store.close()
    }

    /// To remove a row from such a page may damage other rows of it.
    @Test func nothingIsRebuiltWhereRowsWouldBeRemovedFromPagesThatContradictThemselves() async throws {
        let folder = try TemporaryFolder()
        let (bytes, pages) = try await makeFile(in: folder)
        let damaged = withoutLastRow(of: try #require(pages("journal").last), in: try replacing("b\u{1}\u{c8}t200", in: bytes))
        let store = try open(damaged, in: folder)
        await #expect(throws: StateStoreError.file("state.sqlite", .damaged)) { try await rebuild(store) }
        await store.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder("state.sqlite"))) == damaged)
    }

    @Test func twoRowsOfOneKeyAreNotRebuilt() async throws {
        let folder = try TemporaryFolder()
        var bytes = try await makeFile(in: folder).bytes
        let other = try #require(bytes.range(of: Data([0x61, 0, 199] + "t199".utf8))).lowerBound
        let end = try #require(bytes.range(of: Data("}]".utf8), in: other..<bytes.endIndex)).upperBound
        let start = try place(bytes)
        bytes.replaceSubrange(start..<start + end - other, with: bytes.subdata(in: other..<end))
        let store = try open(bytes, in: folder)
        await #expect(throws: StateStoreError.file("state.sqlite", .damaged)) { try await rebuild(store) }
        await store.close()
    }

    @Test func whereTheTableCannotBeReadNothingIsRebuilt() async throws {
        let folder = try TemporaryFolder()
        var (bytes, pages) = try await makeFile(in: folder)
        // No kind of page begins so.
        bytes[(try #require(pages("journal").last) - 1) * 4096] = 0xff
        let store = try open(bytes, in: folder)
        #expect(try await rebuild(store) == false)
        await store.close()
    }

    /// The index may be damaged where it has the keys of the rows that it does not lead to.
    @Test func damageInTheMidstOfTheIndexKeepsItNotFromBeingRebuilt() async throws {
        let folder = try TemporaryFolder()
        let (bytes, pages) = try await makeFile(in: folder)
        let stray = try replacing("b\u{1}\u{c8}t200", in: bytes)
        var rebuilt = 0
        for page in try pages("sqlite_autoindex_journal_1") {
            for offset in stride(from: 8, to: 4096, by: 97) {
                var damaged = stray
                damaged[(page - 1) * 4096 + offset] ^= 0x81
                let store = try open(damaged, in: folder)
                do throws(StateStoreError) {
                    let isRebuilt = try await rebuild(store)
                    #expect(isRebuilt, "byte \(offset) of page \(page)")
                    rebuilt += 1
                } catch {
                    // SQLite cannot give up the pages of such an index.
                    #expect(error == .file("state.sqlite", .damaged))
                }
                await store.close()
            }
        }
        #expect(rebuilt > 30)
    }

    /// It would go on for ever.
    @Test func aCutThatRemovesNothingOfWhatItFoundIsGivenUp() async throws {
        let folder = try TemporaryFolder()
        let store = try open(try await makeFile(in: folder).bytes, in: folder)
        try await store.write { db in
            try db.execute(sql: "CREATE TRIGGER keep BEFORE DELETE ON journal BEGIN SELECT RAISE(IGNORE); END")
        }.get()
        let asked = Mutex(0)
        await #expect(throws: StateStoreError.file("state.sqlite", .damaged)) {
            try await store.cut("a", to: 100) {
                asked.withLock {
                    $0 += 1
                    return $0 < 10_000
                }
            }
        }
        await store.close()
    }

    /// SQLite asks in the midst of its statements.
    @Test func aRepairIsGivenUpWhileTheFileIsRead() async throws {
        let folder = try TemporaryFolder()
        let store = try open(try await makeFile(in: folder).bytes, in: folder)
        await #expect(throws: StateStoreError.closed) { try await store.cut("a", to: 200, while: { false }) }
        let asked = Mutex(0)
        try await store.cut("a", to: 200) {
            asked.withLock { $0 += 1 }
            return true
        }
        #expect(asked.withLock { $0 } > 4, "there are two groups of rows")
        await store.close()
    }

    @Test func aRepairIsGivenUpWhileTheIndexIsRebuiltAndChangesNothing() async throws {
        let folder = try TemporaryFolder()
        let damaged = try replacing("b\u{1}\u{c8}t200", in: try await makeFile(in: folder).bytes)
        let store = try open(damaged, in: folder)
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        let other = try DatabaseQueue(path: folder("state.sqlite"), configuration: configuration)
        // A second writer is refused while the first one writes.
        let isWritten = { @Sendable in
            (try? other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE; ROLLBACK") }) == nil
        }
        await #expect(throws: StateStoreError.closed) { try await store.rebuildIndexes { !isWritten() } }
        let rows = { @Sendable (db: Database) in try Int.fetchOne(db, sql: "SELECT count(*) FROM journal NOT INDEXED WHERE sandbox = 'a'") }
        #expect(try await store.read(rows) == 248, "nothing is changed")
        #expect(try await rebuild(store))
        #expect(try await store.read(rows) == 249)
        for sandbox in ["a", "b"] { #expect(try await isWhole(sandbox, in: store)) }
        try other.close()
        await store.close()
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
