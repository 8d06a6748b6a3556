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
    /// The name of the file there that is locked as long as the store is open.
    package static var lockName: String { DataFolder.lockName }

    private let path: String
    private let connections: Mutex<StoreConnections>
    private let writingExecutor = WritingExecutor()
    private let damageFound: @Sendable (StateStoreError) -> Void
    private let isClosed = Mutex(false)
    /// Released behind the connections.
    private let folder: Mutex<DataFolder?>

    /// Opens the store in the folder at `folder`, which is made when it does not exist, as the file is.
    ///
    /// Blocks the thread while the file is opened, repaired after a crash, and brought to the newest format. On a full or
    /// read-only disk the store is opened for reading where that is possible; a commit is refused with the reason until the disk can be
    /// written again, which is tried once in a second that has one.
    ///
    /// - Parameter damageFound: Told of damage that the store goes on in spite of, such as that of a snapshot that older
    ///   ones and the journal make up for, of a write-ahead log, and of a disk that cannot be written; called from any task.
    /// - Throws: ``StateStoreError/inUse(processID:)`` while another process, or another store of this one, works on
    ///   the folder; ``StateStoreError/cannotMakeFolder(folder:reason:)``; ``StateStoreError/file(_:_:)`` for a file
    ///   that cannot be used, which is left as it is.
    package init(
        folder: String, damageFound: @escaping @Sendable (StateStoreError) -> Void
    ) throws(StateStoreError) {
        let folder = try DataFolder(locking: folder)
        let path = folder.path + "/" + SQLiteStateStore.fileName
        if let damage = WriteAheadLog.damage(of: path) {
            // Of a log that is not needed SQLite would read the beginning, and put older pages in the place of newer ones.
            let isKept = WriteAheadLog.keep(logOf: path, isRemoved: damage == .lossless)
            damageFound(.damagedLog(SQLiteStateStore.fileName + "-wal", hasLoss: damage == .loss || !isKept))
        }
        let opened: StoreConnections
        do throws(StateStoreError) {
            opened = try StoreConnections(opening: path)
        } catch {
            guard let standby = StoreConnections(reading: path, because: error) else { throw error }
            opened = standby
            damageFound(error)
        }
        self.path = path
        connections = Mutex(opened)
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
            guard let writer = connections.withLock({ $0.writer }) else { return continuation.resume() }
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
        result { try writer().writeWithoutTransaction(body) }
    }

    /// The writing connection. Where there is none, it is looked whether the disk can be written by now.
    private func writer() throws -> DatabaseQueue {
        let (known, refusal) = connections.withLock { ($0.writer, $0.refusal(at: .now)) }
        if let known { return known }
        if let refusal { throw refusal }
        let opened = try StoreConnections(opening: path)
        let standby = connections.withLock { connections in
            defer { connections = opened }
            return connections.reader
        }
        // Its reads take the file for one that nobody changes: they end before the first change.
        _ = try? standby.close()
        guard let writer = opened.writer else { throw StateStoreError.closed }
        return writer
    }

    /// Runs `body` on the reading connection, where it sees one version of everything.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StateStoreError) -> Value {
        let result = await withCheckedContinuation { continuation in
            // Begins while the connection is the current one: one that is replaced is closed behind what has begun.
            connections.withLock { connections in
                connections.reader.asyncUnsafeRead { access in
                    continuation.resume(
                        returning: self.result {
                            let db = try access.get()
                            return try db.inDeferredTransaction { try body(db) }
                        }
                    )
                }
            }
        }
        return try result.get()
    }

    /// Runs `body` on a connection of its own, where it sees one version of everything: reads of others do not wait until it ends.
    ///
    /// - Parameter goesOn: Asked again and again.
    /// - Throws: ``StateStoreError/closed`` when `goesOn` says no.
    func readApart<Value: Sendable>(
        while goesOn: @escaping @Sendable () -> Bool, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StateStoreError) -> Value {
        let result = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    returning: self.result {
                        let connection = try StoreConnections.makeReader(self.path)
                        defer { _ = try? connection.close() }
                        return try connection.unsafeRead { db in
                            try db.interruptible(while: goesOn) { try db.inDeferredTransaction { try body(db) } }
                        }
                    }
                )
            }
        }
        return try result.get()
    }

    private func result<Value>(_ access: () throws -> Value) -> Result<Value, StateStoreError> {
        guard !isClosed.withLock({ $0 }) else { return .failure(.closed) }
        // A file without a name can be written, and is gone with the process.
        guard connections.withLock({ $0.isInPlace(at: path) }) else { return .failure(.file(SQLiteStateStore.fileName, .gone)) }
        do {
            return .success(try access())
        } catch {
            return .failure(StateStoreError(error, file: SQLiteStateStore.fileName))
        }
    }

    private func closeConnections() {
        // Closing fails on statements under way only, and on each connection accesses run one after another. The
        // writer goes last: the last connection moves what is in the log into the file.
        let (reader, writer) = connections.withLock { ($0.reader, $0.writer) }
        _ = try? reader.close()
        _ = try? writer?.close()
    }
}
