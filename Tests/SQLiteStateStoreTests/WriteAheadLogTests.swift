import Foundation
import GRDB
import JSONText
import StateStore
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStateStore

/// What is told of a write-ahead log that a killed process left.
@Suite(.ownThreads, .timeLimit(.minutes(2)))
struct WriteAheadLogTests {
    private static let count: Int64 = 40
    private let folder: TemporaryFolder
    /// The file and its log as a killed process leaves them.
    private let database: Data
    private let log: Data

    init() async throws {
        folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path) { _ in }
        for version in 1...Self.count { _ = await store.commit([.sample("a", version)]) }
        database = try Data(contentsOf: URL(fileURLWithPath: folder("state.sqlite")))
        log = try Data(contentsOf: URL(fileURLWithPath: folder("state.sqlite-wal")))
        await store.close()
    }

    /// Opens a store on the file and `log`, and returns its version and what it tells.
    private func open(_ log: Data) async throws -> (version: Int64, told: [StateStoreError]) {
        let folder = try TemporaryFolder()
        try database.write(to: URL(fileURLWithPath: folder("state.sqlite")))
        try log.write(to: URL(fileURLWithPath: folder("state.sqlite-wal")))
        let told = Mutex<[StateStoreError]>([])
        let store = try SQLiteStateStore(folder: folder.path) { damage in told.withLock { $0.append(damage) } }
        let version = try await store.load("a")?.version ?? 0
        await store.close()
        return (version, told.withLock { $0 })
    }

    @Test func aLogThatIsWholeIsNotWarnedOf() async throws {
        let (version, told) = try await open(log)
        #expect(version == Self.count && told.isEmpty)
    }

    /// Acknowledged versions are lost, which SQLite does not say.
    @Test(arguments: [10, 40, 24, 3_000])
    func aBitThatIsTurnedAroundIsToldOfAndNoWrongStateComesOfIt(offset: Int) async throws {
        let frame = 24 + 4096
        let count = (log.count - 32) / frame
        for index in [0, count / 3, count / 2] {
            var damaged = log
            damaged[32 + index * frame + offset] ^= 4
            let (version, told) = try await open(damaged)
            #expect(told == [.damagedLog("state.sqlite-wal")], "frame \(index)")
            #expect(version < Self.count)
        }
    }

    @Test func aDamagedBeginningIsToldOf() async throws {
        var damaged = log
        damaged[25] ^= 4
        #expect(try await open(damaged).told == [.damagedLog("state.sqlite-wal")])
    }

    /// As a power failure leaves it in the midst of a write: nothing of that was acknowledged.
    @Test func aLogWhoseLastWriteIsTornIsNotWarnedOf() async throws {
        for length in stride(from: 0, through: log.count, by: 1_999) {
            let (_, told) = try await open(log.prefix(length))
            #expect(told.isEmpty, "\(length) bytes")
        }
        var torn = log
        torn[log.count - 100] ^= 4
        #expect(try await open(torn).told.isEmpty)
    }

    /// A log is written anew from its beginning, and what it had before is behind that.
    @Test func theRestOfAnOlderLogIsNotWarnedOf() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path) { _ in }
        for version in 1...Self.count { _ = await store.commit([.sample("a", version)]) }
        try await store.write { db in try db.execute(sql: "PRAGMA wal_checkpoint(RESTART)") }.get()
        _ = await store.commit([.sample("a", Self.count + 1)])
        let path = folder("state.sqlite-wal")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count > 32 + 10 * 4120)
        #expect(WriteAheadLog.hasDamage(at: path) == false)
        await store.close()
        #expect(WriteAheadLog.hasDamage(at: path) == false, "there is none")
    }
}
