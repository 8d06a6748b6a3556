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
    /// The file behind a checkpoint, where the log is still what it was.
    private let newerDatabase: Data

    init() async throws {
        folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path) { _ in }
        for version in 1...Self.count { _ = await store.commit([.sample("a", version)]) }
        database = try Data(contentsOf: URL(fileURLWithPath: folder("state.sqlite")))
        log = try Data(contentsOf: URL(fileURLWithPath: folder("state.sqlite-wal")))
        try await store.write { db in try db.execute(sql: "PRAGMA wal_checkpoint(FULL)") }.get()
        newerDatabase = try Data(contentsOf: URL(fileURLWithPath: folder("state.sqlite")))
        await store.close()
    }

    /// Opens a store on the file and `log`, and returns its version and what it tells.
    private func open(_ log: Data, of database: Data? = nil) async throws -> (version: Int64, told: [StateStoreError]) {
        let folder = try TemporaryFolder()
        try (database ?? self.database).write(to: URL(fileURLWithPath: folder("state.sqlite")))
        try log.write(to: URL(fileURLWithPath: folder("state.sqlite-wal")))
        let told = Mutex<[StateStoreError]>([])
        let store = try SQLiteStateStore(folder: folder.path) { damage in told.withLock { $0.append(damage) } }
        let version = try await store.load("a")?.version ?? 0
        await store.close()
        let kept = try? Data(contentsOf: URL(fileURLWithPath: folder("state.sqlite-wal.damaged")))
        #expect(kept == (told.withLock { $0.isEmpty } ? nil : log))
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
            #expect(told == [Self.loss], "frame \(index)")
            #expect(version < Self.count)
        }
    }

    private static let loss = StateStoreError.damagedLog("state.sqlite-wal", hasLoss: true)

    /// Of the last frames: where a whole transaction and the beginning of another one are behind it.
    @Test(arguments: [0, 5, 8, 13, 16, 20, 24, 3_000])
    func damageIsToldOfUpToTheLastTransactionButOne(offset: Int) async throws {
        let frames = Frames(of: log)
        for index in (frames.count - 9)..<frames.count {
            var damaged = log
            damaged[32 + index * Frames.length + offset] ^= 4
            let isSeen = frames.commits.contains { $0 > index && $0 < frames.count - 1 }
            #expect(try await open(damaged).told == (isSeen ? [Self.loss] : []), "frame \(index) of \(frames.count)")
        }
    }

    @Test(arguments: [0, 5, 9, 12, 16, 17, 20, 23, 25, 31])
    func aDamagedBeginningIsToldOf(offset: Int) async throws {
        var damaged = log
        damaged[offset] ^= 4
        #expect(try await open(damaged).told == [Self.loss])
    }

    @Test func aBeginningThatIsGoneIsToldOf() async throws {
        let (version, told) = try await open(Data(count: 32 + Frames.length) + log.dropFirst(32 + Frames.length))
        #expect(told == [Self.loss] && version == 0)
    }

    /// Read up to the damaged place, the log would put older pages in the place of newer ones.
    @Test(arguments: [10, 24, 3_000])
    func damageOfALogThatIsInTheDatabaseLosesNothing(offset: Int) async throws {
        let lossless = StateStoreError.damagedLog("state.sqlite-wal", hasLoss: false)
        let frames = Frames(of: log)
        for index in [0, 1, frames.count / 3, frames.count / 2, frames.count - 5] {
            var damaged = log
            damaged[32 + index * Frames.length + offset] ^= 4
            let (version, told) = try await open(damaged, of: newerDatabase)
            #expect(told == [lossless] && version == Self.count, "frame \(index) of \(frames.count)")
        }
        var damaged = log
        damaged[17] ^= 4
        let (version, told) = try await open(damaged, of: newerDatabase)
        #expect(told == [lossless] && version == Self.count)
    }

    /// A page that only the damaged frame has as it is last.
    @Test func aDatabaseWithoutTheDamagedPageHasNotAllOfTheLog() async throws {
        let frames = Frames(of: log)
        let index = try #require(
            (0..<(frames.count - 5)).last { index in !(index + 1..<frames.count).contains { frames.page($0) == frames.page(index) } })
        var damaged = log
        damaged[32 + index * Frames.length + 3_000] ^= 4
        var database = newerDatabase
        database[(frames.page(index) - 1) * 4_096 + 4_000] ^= 1
        let folder = try TemporaryFolder()
        try database.write(to: URL(fileURLWithPath: folder("state.sqlite")))
        try damaged.write(to: URL(fileURLWithPath: folder("state.sqlite-wal")))
        #expect(WriteAheadLog.damage(of: folder("state.sqlite")) == .loss)
        try newerDatabase.write(to: URL(fileURLWithPath: folder("state.sqlite")))
        #expect(WriteAheadLog.damage(of: folder("state.sqlite")) == .lossless)
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

    /// A transaction that the disk did not take is written over by the next one. What is left is not a later transaction.
    @Test func whatIsLeftOfTransactionsThatFailedIsNotWarnedOf() async throws {
        let frames = Frames(of: log)
        // One for each version; those before made the tables.
        let ends = Array(frames.commits.suffix(Int(Self.count)))
        // The first ten, and behind them the last frames of two that began where the eleventh does.
        let left = frames.first(ends[9] + 1) + frames[ends[19]...ends[19]] + frames[(ends[29] - 1)...ends[29]]
        let (version, told) = try await open(left)
        #expect(told.isEmpty)
        #expect(version == 10)
    }

    /// The beginning of a transaction that has one frame, in that of one with several.
    @Test func aHeaderThatIsHalfOfTwoTransactionsIsNotWarnedOf() async throws {
        let frames = Frames(of: log)
        let ends = Array(frames.commits.suffix(Int(Self.count)))
        var left = frames[(ends[19] + 1)...ends[20]]
        try #require(left.count > frames[ends[20]...ends[20]].count)
        left.replaceSubrange(left.startIndex..<(left.startIndex + 12), with: frames[ends[30]...ends[30]].prefix(12))
        // Alone, and behind what is left of another one.
        for before in [Data(), frames[ends[30]...ends[30]]] {
            let (version, told) = try await open(frames.first(ends[9] + 1) + before + left)
            #expect(told.isEmpty)
            #expect(version == 10)
        }
    }

    /// The log is begun anew when the file of the database has all that it had.
    @Test(arguments: 16...32)
    func aBeginningWhoseWriteIsTornIsNotWarnedOf(length: Int) async throws {
        var next = log.prefix(32)
        next[15] += 1
        next[19] += 1
        for byte in 20..<32 { next[byte] ^= 0x5a }
        let (version, told) = try await open(next.prefix(length) + log.dropFirst(length), of: newerDatabase)
        #expect(told.isEmpty && version == Self.count)
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
        #expect(WriteAheadLog.damage(of: folder("state.sqlite")) == nil)
        await store.close()
        #expect(WriteAheadLog.damage(of: folder("state.sqlite")) == nil, "there is none")
    }

    /// The frames of a log.
    private struct Frames {
        static let length = 24 + 4096
        private let log: Data
        let count: Int
        let commits: [Int]

        init(of log: Data) {
            self.log = log
            count = (log.count - 32) / Self.length
            commits = (0..<count).filter { frame in
                log[(32 + frame * Self.length + 4)..<(32 + frame * Self.length + 8)].contains { $0 != 0 }
            }
        }

        /// The number of the page that a frame has.
        func page(_ frame: Int) -> Int {
            log[(32 + frame * Self.length)..<(32 + frame * Self.length + 4)].reduce(0) { $0 << 8 | Int($1) }
        }

        /// The beginning of the log with so many frames.
        func first(_ count: Int) -> Data { log[..<(32 + count * Self.length)] }

        subscript(frames: ClosedRange<Int>) -> Data {
            log[(32 + frames.lowerBound * Self.length)..<(32 + (frames.upperBound + 1) * Self.length)]
        }
    }
}
