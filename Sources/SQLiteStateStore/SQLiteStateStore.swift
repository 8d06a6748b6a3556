import Dispatch
import GRDB
package import StateStore
import Synchronization

/// The state of all sandboxes in one SQLite file, which this process has for itself.
///
/// One connection writes and another one reads, so that loading a large state holds up no commit. The file is in WAL
/// mode with full synchronisation: a commit is on the disk before it is answered.
package final class SQLiteStateStore: StateStore {
    /// The name of the database file in the data folder.
    package static let fileName = "state.sqlite"

    /// The file and its write-ahead log, as they were when they were opened.
    private struct Files: Sendable, Equatable {
        let database: FileIdentity?
        let log: FileIdentity?

        init(path: String) {
            database = FileIdentity(at: path)
            log = FileIdentity(at: path + "-wal")
        }
    }

    private let path: String
    private let files: Files
    private let writingExecutor = WritingExecutor()
    private let writer: DatabaseQueue
    private let reader: DatabaseQueue
    private let damageFound: @Sendable (StateStoreError) -> Void
    private let isClosed = Mutex(false)
    /// Released behind the connections.
    private let folder: Mutex<DataFolder?>

    /// Opens the store in the folder at `folder`, which is made when it does not exist, as the file is.
    ///
    /// Blocks the thread while the file is opened, repaired after a crash, and brought to the newest format.
    ///
    /// - Parameter damageFound: Told of damage that the store goes on in spite of, such as that of a snapshot that older
    ///   ones and the journal make up for; called from any task.
    /// - Throws: ``StateStoreError/inUse(processID:)`` while another process, or another store of this one, works on
    ///   the folder; ``StateStoreError/cannotMakeFolder(folder:reason:)``; ``StateStoreError/file(_:_:)`` for a file
    ///   that cannot be used, which is left as it is.
    package init(
        folder: String, damageFound: @escaping @Sendable (StateStoreError) -> Void
    ) throws(StateStoreError) {
        let folder = try DataFolder(locking: folder)
        path = folder.path + "/" + SQLiteStateStore.fileName
        try DataFolder.makeFile(path)
        do {
            try SQLiteStateStore.checkIdentity(path)
            writer = try SQLiteStateStore.makeWriter(path)
            try writer.writeWithoutTransaction { try JournalFormat.migrate($0, file: SQLiteStateStore.fileName) }
            reader = try SQLiteStateStore.makeReader(path)
        } catch {
            throw StateStoreError(error, file: SQLiteStateStore.fileName)
        }
        files = Files(path: path)
        self.folder = Mutex(folder)
        self.damageFound = damageFound
    }

    package var executor: (any TaskExecutor)? { writingExecutor }

    func foundDamage(_ damage: StateStoreError) {
        damageFound(damage)
    }

    package func close() async {
        let isFirst = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        guard isFirst else { return }
        await withCheckedContinuation { continuation in
            // Closing waits for the accesses under way, and no thread of the concurrency pool may wait.
            DispatchQueue.global().async {
                self.closeConnections()
                continuation.resume()
            }
        }
        folder.withLock { $0 = nil }
    }

    /// Caps the file at `pages` pages of 4 KiB: beyond them it behaves as on a full disk. For tests.
    func limitSize(toPages pages: Int) async {
        await withCheckedContinuation { continuation in
            writer.asyncWriteWithoutTransaction { db in
                _ = try? db.execute(sql: "PRAGMA max_page_count = \(pages)")
                continuation.resume()
            }
        }
    }

    /// Runs `body` on the writing connection, on ``executor``.
    ///
    /// Through GRDB's blocking methods: its async ones roll back when the asking task is cancelled, and a caller who hangs
    /// up must not undo what a handler did.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async -> Result<Value, StateStoreError> {
        await withTaskExecutorPreference(writingExecutor) { writeBlocking(body) }
    }

    private func writeBlocking<Value>(_ body: (Database) throws -> Value) -> Result<Value, StateStoreError> {
        result { try writer.writeWithoutTransaction(body) }
    }

    /// Runs `body` on the reading connection, where it sees one version of everything.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StateStoreError) -> Value {
        let result = await withCheckedContinuation { continuation in
            reader.asyncUnsafeRead { access in
                continuation.resume(
                    returning: self.result {
                        let db = try access.get()
                        return try db.inDeferredTransaction { try body(db) }
                    }
                )
            }
        }
        return try result.get()
    }

    private func result<Value>(_ access: () throws -> Value) -> Result<Value, StateStoreError> {
        guard !isClosed.withLock({ $0 }) else { return .failure(.closed) }
        // A file without a name can be written, and is gone with the process.
        guard Files(path: path) == files else { return .failure(.file(SQLiteStateStore.fileName, .gone)) }
        do {
            return .success(try access())
        } catch {
            return .failure(StateStoreError(error, file: SQLiteStateStore.fileName))
        }
    }

    private func closeConnections() {
        // Closing fails on statements under way only, and on each connection accesses run one after another. The
        // writer goes last: the last connection moves what is in the log into the file.
        _ = try? reader.close()
        _ = try? writer.close()
    }
}

extension SQLiteStateStore {
    /// Looks at the file without changing it: the writer turns one to WAL mode, whosever it is.
    private static func checkIdentity(_ path: String) throws {
        do {
            try checkIdentity(path, readonly: true)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            // A process that was killed left a transaction that has to be rolled back before the file can be read.
            try checkIdentity(path, readonly: false)
        }
    }

    private static func checkIdentity(_ path: String, readonly: Bool) throws {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.busyMode = .timeout(busySeconds)
        let connection = try DatabaseQueue(path: path, configuration: configuration)
        try connection.unsafeRead { try JournalFormat.checkIdentity(of: $0, file: fileName) }
        try connection.close()
    }

    private static func makeWriter(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(busySeconds)
        configuration.label = "ringbox.state.writer"
        configuration.prepareDatabase { db in
            guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
                throw StateStoreError.file(fileName, .cannotOpen(reason: "its disk cannot hold a write-ahead log"))
            }
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA journal_size_limit = \(64 << 20)")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func makeReader(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busySeconds)
        configuration.label = "ringbox.state.reader"
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// How long an access waits for a lock of another program, in seconds: less than a turn may take.
    private static let busySeconds = 2.0
}
