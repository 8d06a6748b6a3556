import Foundation
import GRDB
import JSONText
import StateStore
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStateStore

/// What the SQLite store does with the folders and files it finds.
@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct SQLiteOpeningTests {
    private let file = "state.sqlite"

    private func error(opening folder: String) -> StateStoreError? {
        #expect(throws: StateStoreError.self) { try SQLiteStateStore(folder: folder) }
    }

    @Test func makesTheFolderForItsOwnerOnly() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder("a/б/c/"))
        #expect(await store.commit([.sample("a", 1)]) == [.committed])
        for (name, mode) in [("a/б/c", 0o700), ("a/б/c/state.sqlite", 0o600), ("a/б/c/state.sqlite-wal", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder(name))
            #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
        }
        await store.close()
    }

    @Test func keepsWhatItStored() async throws {
        let folder = try TemporaryFolder()
        for version in 1...3 as ClosedRange<Int64> {
            let store = try SQLiteStateStore(folder: folder.path)
            #expect(await store.commit([.sample("a", version)]) == [.committed])
            await store.close()
        }
        // The file alone is the backup of a store that is closed.
        let copy = try TemporaryFolder()
        try folder.copy([file], to: copy)
        let store = try SQLiteStateStore(folder: copy.path)
        #expect(try await store.load("a")?.document() == ["n": 3])
        await store.close()
    }

    @Test func takesAnEmptyFileForANewOne() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: file)
        let store = try SQLiteStateStore(folder: folder.path)
        #expect(await store.commit([.sample("a", 1)]) == [.committed])
        await store.close()
    }

    /// Cut off by a copy, a repair of the disk or a slip of the hand.
    @Test(arguments: ["admin.token", "bundles/a.bundle", "state.sqlite-wal"])
    func refusesAnEmptyFileWhereAHostHasServed(_ sign: String) async throws {
        let folder = try TestSupport.TemporaryFolder()
        try folder.write("", to: file)
        try folder.write("x", to: sign)
        #expect(error(opening: folder.path) == .file(file, .emptied))
        #expect(try folder.read(file).isEmpty)
        try folder.remove(file)
        if sign != "state.sqlite-wal" {
            let store = try SQLiteStateStore(folder: folder.path)
            #expect(await store.commit([.sample("a", 1)]) == [.committed])
            await store.close()
        }
    }

    @Test func refusesAFolderThatIsInUse() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStateStore(folder: folder.path)
        #expect(error(opening: folder.path) == .inUse(processID: getpid()))
        #expect(await store.commit([.sample("a", 1)]) == [.committed])
        await store.close()
        let next = try SQLiteStateStore(folder: folder.path)
        #expect(try await next.version(of: "a") == 1)
        await next.close()
    }

    @Test func waitsForWhoOnlyAsksWhetherTheFolderIsInUse() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "ringbox.lock")
        let question = open(folder("ringbox.lock"), O_RDONLY | O_CLOEXEC)
        defer { close(question) }
        try #require(flock(question, LOCK_SH | LOCK_NB) == 0)
        var pauses = 0
        _ = try DataFolder(locking: folder.path) {
            pauses += 1
            if pauses == 3 { flock(question, LOCK_UN) }
        }
        #expect(pauses == 3)
    }

    @Test func letsGoOfTheFolderWhenItIsNotUsedAnyMore() async throws {
        let folder = try TemporaryFolder()
        do {
            let store = try SQLiteStateStore(folder: folder.path)
            #expect(await store.commit([.sample("a", 1)]) == [.committed])
        }
        // The thread that answered the commit holds it a little longer.
        var next: SQLiteStateStore?
        try await eventually("nobody holds the folder") {
            do {
                next = try SQLiteStateStore(folder: folder.path)
            } catch StateStoreError.inUse {}
            return next != nil
        }
        #expect(try await next?.version(of: "a") == 1)
        await next?.close()
    }

    @Test func refusesAFolderThatCannotBeMade() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        #expect(error(opening: folder("file")) == .cannotMakeFolder(folder: folder("file"), reason: "there is a file of that name"))
        #expect(error(opening: folder("file/data")) == .cannotMakeFolder(folder: folder("file"), reason: "there is a file of that name"))
    }

    @Test func refusesAFileThatIsNoDatabase() throws {
        for content in ["text", String(repeating: "Это не база данных.\n", count: 1000)] {
            let folder = try TemporaryFolder()
            try folder.write(content, to: file)
            #expect(error(opening: folder.path) == .file(file, .notADatabase))
            #expect(try String(contentsOfFile: folder(file), encoding: .utf8) == content)
        }
    }

    @Test func refusesAFolderInPlaceOfTheFile() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder(file), withIntermediateDirectories: false)
        #expect(error(opening: folder.path) == .file(file, .notADatabase))
    }

    @Test(arguments: [
        "CREATE TABLE contacts (name TEXT)", "PRAGMA user_version = 1", "PRAGMA application_id = 252006674",
    ])
    func refusesTheDatabaseOfAnotherProgramAndLeavesItAlone(sql: String) throws {
        let folder = try TemporaryFolder()
        try makeDatabase(folder, sql)
        let before = try Data(contentsOf: URL(fileURLWithPath: folder(file)))
        #expect(error(opening: folder.path) == .file(file, .madeByAnotherProgram))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder(file))) == before)
    }

    @Test func refusesTheFileOfANewerRingbox() async throws {
        let folder = try TemporaryFolder()
        try await makeStore(folder)
        try makeDatabase(folder, "PRAGMA user_version = 7")
        #expect(error(opening: folder.path) == .file(file, .madeByNewerRingbox(format: 7, known: 2)))
    }

    @Test(arguments: ["DROP TABLE snapshotPart", "ALTER TABLE journal RENAME COLUMN turn TO who"])
    func refusesAFileWithOtherTables(sql: String) async throws {
        let folder = try TemporaryFolder()
        try await makeStore(folder)
        try makeDatabase(folder, sql)
        #expect(error(opening: folder.path) == .file(file, .damaged))
    }

    @Test(arguments: [50, 4096, 9000])
    func refusesAFileThatIsCutOff(bytes: Int) async throws {
        let folder = try TemporaryFolder()
        try await makeStore(folder)
        #expect(truncate(folder(file), bytes) == 0)
        #expect(error(opening: folder.path) == .file(file, .damaged))
    }

    @Test func refusesAFileThatAnotherProgramKeepsLocked() async throws {
        let folder = try TemporaryFolder()
        try await makeStore(folder)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder(file), configuration: configuration)
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
        }
        #expect(error(opening: folder.path) == .file(file, .locked))
        try other.close()
    }

    @Test func rollsBackWhatAKilledProcessLeft() async throws {
        let folder = try TemporaryFolder()
        let left = try TemporaryFolder()
        let identity = "PRAGMA application_id = \(JournalFormat.applicationID)"
        try makeDatabase(folder, identity + "; CREATE TABLE other (x BLOB)")
        let other = try DatabaseQueue(path: folder(file))
        try await other.write { db in
            try db.execute(sql: "PRAGMA cache_size = 1; INSERT INTO other VALUES (zeroblob(100000)), (zeroblob(100000))")
            try folder.copy([file, file + "-journal"], to: left)
        }
        try other.close()
        #expect(FileManager.default.fileExists(atPath: left(file + "-journal")))
        let store = try SQLiteStateStore(folder: left.path)
        #expect(await store.commit([.sample("a", 1)]) == [.committed])
        let rows = await store.write { try Int.fetchOne($0, sql: "SELECT count(*) FROM other") }
        #expect(try rows.get() == 0)
        await store.close()
    }

    @Test func saysThatAFolderOrAFileIsReadOnly() async {
        // In a process of its own, because the superuser may write everywhere.
        await #expect(processExitsWith: .success) {
            if getuid() == 0 { try #require(setuid(65534) == 0) }
            let folder = try TemporaryFolder()
            let store = try SQLiteStateStore(folder: folder.path)
            await store.close()
            chmod(folder("state.sqlite"), 0o400)
            let told = Mutex<[StateStoreError]>([])
            let reading = try SQLiteStateStore(folder: folder.path) { error in told.withLock { $0.append(error) } }
            let readOnly = StateStoreError.file("state.sqlite", .readOnly)
            #expect(told.withLock { $0 } == [readOnly])
            #expect(await reading.commit([.sample("a", 1)]) == [.unavailable(readOnly)])
            await reading.close()
            chmod(folder.path, 0o500)
            #expect(throws: StateStoreError.file("ringbox.lock", .readOnly)) {
                try SQLiteStateStore(folder: folder.path)
            }
            #expect(throws: StateStoreError.cannotMakeFolder(folder: folder("data"), reason: "Permission denied")) {
                try SQLiteStateStore(folder: folder("data"))
            }
            chmod(folder.path, 0o700)
        }
    }

    /// Makes a store with one patch and closes it.
    private func makeStore(_ folder: TemporaryFolder) async throws {
        let store = try SQLiteStateStore(folder: folder.path)
        #expect(await store.commit([.sample("a", 1)]) == [.committed])
        await store.close()
    }

    /// Runs `sql` on the file as another program would.
    private func makeDatabase(_ folder: TemporaryFolder, _ sql: String) throws {
        let database = try DatabaseQueue(path: folder(file))
        try database.writeWithoutTransaction { try $0.execute(sql: sql) }
        try database.close()
    }
}
