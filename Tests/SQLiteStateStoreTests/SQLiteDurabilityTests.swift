import Foundation
import GRDB
import JSONText
import StateStore
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStateStore

/// What the SQLite store keeps when something goes wrong underneath it.
@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct SQLiteDurabilityTests {
    private static let files = ["state.sqlite", "state.sqlite-wal"]
    private let full = StateStoreError.file("state.sqlite", .diskFull)

    @Test func hasWhatItAnsweredWhenItsFilesAreCopiedWhileOpen() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        for version in 1...20 as ClosedRange<Int64> {
            #expect(await store.commit([.sample("a", version)]) == [.committed])
            // What is in the files is what a process killed here would leave.
            let copy = try TemporaryFolder()
            try folder.copy(Self.files, to: copy)
            let reopened = try SQLiteStateStore(folder: copy.path)
            #expect(try await reopened.version(of: "a") == version)
            await reopened.close()
        }
        await store.close()
    }

    @Test func opensAfterItsProcessWasKilled() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let store = try SQLiteStateStore(folder: path)
            #expect(await store.commit([.sample("a", 1), .sample("a", 2)]) == [.committed, .committed])
            kill(getpid(), SIGKILL)
        }
        let store = try SQLiteStateStore(folder: path)
        #expect(try await store.version(of: "a") == 2)
        await store.close()
    }

    @Test func writesThroughToTheDisk() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        let settings = await store.write { db in
            [try String.fetchOne(db, sql: "PRAGMA journal_mode"), try String.fetchOne(db, sql: "PRAGMA synchronous")]
        }
        #expect(try settings.get() == ["wal", "2"])
        await store.close()
    }

    @Test func goesOnWhenThereIsRoomAgain() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        _ = await store.commit([.sample("a", 1)])
        try await limit(store, toPages: 20)
        // Nothing in it that compression could make smaller.
        var generator = SeededGenerator(seed: 1)
        let large = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(await store.commit([.sample("a", 2, patch: large)]) == [.unavailable(full)])
        await #expect(throws: full) { try await store.writeSnapshot(of: "a", version: 1, document: large, expiry: []) }
        #expect(try await store.load("a")?.version == 1)
        try await limit(store, toPages: 1_000_000)
        #expect(await store.commit([.sample("a", 2, patch: large)]) == [.committed])
        try await store.writeSnapshot(of: "a", version: 1, document: large, expiry: [])
        #expect(try await store.load("a")?.snapshot == large)
        await store.close()
    }

    @Test func storesTheOthersWhenOneDoesNotFit() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        try await limit(store, toPages: 20)
        let large = [UInt8](repeating: 0x20, count: 200_000)
        let group: [StateCommit] = [
            .sample("a", 1), .sample("b", 1, patch: large), .sample("c", 1), .sample("b", 2), .sample("a", 2),
        ]
        #expect(
            await store.commit(group) == [.committed, .unavailable(full), .committed, .unavailable(full), .committed]
        )
        #expect(try await store.sandboxes() == ["a", "c"])
        await store.close()
    }

    @Test(.enabled(if: SmallDisk.isAvailable, "only the superuser can mount a disk"))
    func goesOnWhenAFullDiskHasRoomAgain() async throws {
        let disk = try SmallDisk(megabytes: 4)
        let store = try SQLiteStateStore(folder: disk.path)
        #expect(await store.commit([.sample("a", 1)]) == [.committed])
        try disk.fill()
        var version: Int64 = 1
        // What is left in the last block of the file still fits.
        var result = [CommitResult.committed]
        while result == [.committed], version < 1000 {
            version += 1
            result = await store.commit([.sample("a", version)])
        }
        #expect(result == [.unavailable(full)])
        #expect(try await store.version(of: "a") == version - 1)
        try disk.makeRoom()
        #expect(await store.commit([.sample("a", version)]) == [.committed])
        await store.close()
        let reopened = try SQLiteStateStore(folder: disk.path)
        #expect(try await reopened.load("a")?.document() == ["n": .number(.init(Int(version)))])
        await reopened.close()
    }

    /// What is stored can be read, and changes are stored again as soon as there is room.
    @Test(.enabled(if: SmallDisk.isAvailable, "only the superuser can mount a disk"))
    func opensForReadingOnAFullDisk() async throws {
        let disk = try SmallDisk(megabytes: 1)
        let first = try SQLiteStateStore(folder: disk.path)
        #expect(await first.commit([.sample("a", 1)]) == [.committed])
        await first.close()
        try disk.fill()
        let told = Mutex<[StateStoreError]>([])
        let store = try SQLiteStateStore(folder: disk.path) { error in told.withLock { $0.append(error) } }
        #expect(told.withLock { $0 } == [full])
        #expect(try await store.load("a")?.document() == ["n": 1])
        // The first one looks whether the disk can be written, which leaves everything as it was.
        for _ in 0..<2 {
            #expect(await store.commit([.sample("a", 2)]) == [.unavailable(full)])
            #expect(try await store.load("a")?.document() == ["n": 1])
        }
        try disk.makeRoom()
        try await eventually("changes are stored again") { await store.commit([.sample("a", 2)]) == [.committed] }
        #expect(try await store.load("a")?.document() == ["n": 2])
        await store.close()
    }

    @Test(.enabled(if: SmallDisk.isAvailable, "only the superuser can mount a disk"))
    func opensForReadingOnAReadOnlyDisk() async throws {
        let disk = try SmallDisk(megabytes: 4)
        let readOnly = StateStoreError.file("state.sqlite", .readOnly)
        let first = try SQLiteStateStore(folder: disk.path)
        #expect(await first.commit([.sample("a", 1)]) == [.committed])
        await first.close()
        try disk.remount(readOnly: true)
        let told = Mutex<[StateStoreError]>([])
        let store = try SQLiteStateStore(folder: disk.path) { error in told.withLock { $0.append(error) } }
        #expect(told.withLock { $0 } == [readOnly])
        #expect(try await store.load("a")?.document() == ["n": 1])
        #expect(try await store.sandboxes() == ["a"])
        #expect(await store.commit([.sample("a", 2)]) == [.unavailable(readOnly)])
        #expect(throws: StateStoreError.self) { try SQLiteStateStore(folder: disk.path) }
        try disk.remount(readOnly: false)
        try await eventually("changes are stored again") { await store.commit([.sample("a", 2)]) == [.committed] }
        #expect(try await store.load("a")?.document() == ["n": 2])
        await store.close()
    }

    /// What is read while nothing can be written takes the file for one that does not change.
    @Test(.enabled(if: SmallDisk.isAvailable, "only the superuser can mount a disk"))
    func endsWhatIsReadBeforeTheFirstChange() async throws {
        let disk = try SmallDisk(megabytes: 4)
        let first = try SQLiteStateStore(folder: disk.path)
        #expect(await first.commit([.sample("a", 1)]) == [.committed])
        await first.close()
        try disk.remount(readOnly: true)
        let store = try SQLiteStateStore(folder: disk.path) { _ in }
        try disk.remount(readOnly: false)
        let hasBegun = Mutex(false)
        let isCommitted = DispatchSemaphore(value: 0)
        async let isFirst = store.read { _ in
            hasBegun.withLock { $0 = true }
            // A change that waits for this one is not made, however long it takes.
            return isCommitted.wait(timeout: .now() + 1) == .timedOut
        }
        try await eventually("something is read") { hasBegun.withLock { $0 } }
        #expect(await store.commit([.sample("a", 2)]) == [.committed])
        isCommitted.signal()
        #expect(try await isFirst)
        #expect(try await store.load("a")?.document() == ["n": 2])
        await store.close()
    }

    @Test func callsADiskFullThatIsFull() {
        let codes: [(ResultCode, StateStoreError.Fault)] = [
            (.SQLITE_FULL, .diskFull), (.SQLITE_IOERR_SHMSIZE, .diskFull), (.SQLITE_IOERR_SHMMAP, .inputOutput(code: 5386)),
            (.SQLITE_IOERR_WRITE, .inputOutput(code: 778)),
        ]
        for (code, fault) in codes {
            #expect(StateStoreError(DatabaseError(resultCode: code), file: "state.sqlite") == .file("state.sqlite", fault))
        }
    }

    @Test(.enabled(if: SmallDisk.isAvailable, "only the superuser can mount a disk"))
    func saysThatThereIsNoRoomForANewFile() throws {
        let disk = try SmallDisk(megabytes: 1)
        try disk.fill()
        #expect(throws: full) { try SQLiteStateStore(folder: disk.path) }
        try disk.makeRoom()
        #expect(throws: Never.self) { try SQLiteStateStore(folder: disk.path) }
    }

    @Test(arguments: files)
    func refusesToWriteWhenAFileIsGone(name: String) async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        #expect(await store.commit([.sample("a", 1)]) == [.committed])
        #expect(rename(folder(name), folder("elsewhere")) == 0)
        let gone = StateStoreError.file("state.sqlite", .gone)
        #expect(await store.commit([.sample("a", 2)]) == [.unavailable(gone)])
        try folder.write("", to: name)
        await #expect(throws: gone) { try await store.load("a") }
        #expect(rename(folder("elsewhere"), folder(name)) == 0)
        #expect(await store.commit([.sample("a", 2)]) == [.committed])
        await store.close()
    }

    @Test func waitsForABackupAndGivesUpOnAProgramThatKeepsItLocked() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        _ = await store.commit([.sample("a", 1)])
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder("state.sqlite"), configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let locked = StateStoreError.file("state.sqlite", .locked)
        #expect(await store.commit([.sample("a", 2), .sample("b", 1)]) == [.unavailable(locked), .unavailable(locked)])
        #expect(try await store.version(of: "a") == 1)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(await store.commit([.sample("a", 2)]) == [.committed])
        try other.close()
        await store.close()
    }

    @Test func beginsASnapshotAgainThatWasInterrupted() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        _ = await store.commit((1...3).map { .sample("a", $0) })
        try await store.writeSnapshot(of: "a", version: 1, document: [1, 2, 3], expiry: [])
        // Parts without the row that says they are complete.
        try await store.write { db in
            for (version, part) in [(2, 0), (3, 0), (3, 7)] {
                try db.execute(sql: "INSERT INTO snapshotPart VALUES ('a', ?, ?, x'ff')", arguments: [version, part])
            }
        }.get()
        #expect(try await store.load("a")?.snapshot == [1, 2, 3])
        let document = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 / 1000) }
        try await store.writeSnapshot(of: "a", version: 3, document: document, expiry: [])
        #expect(try await store.load("a")?.snapshot == document)
        let left = await store.write { try Int.fetchAll($0, sql: "SELECT DISTINCT version FROM snapshotPart ORDER BY 1") }
        #expect(try left.get() == [1, 3])
        await store.close()
    }

    /// Caps the file, which behaves beyond that as on a full disk.
    private func limit(_ store: SQLiteStateStore, toPages pages: Int) async throws {
        try await store.write { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }.get()
    }
}
