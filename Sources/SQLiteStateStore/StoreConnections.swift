import GRDB
import Glibc
import StateStore

/// The connections to a database file: one that writes and one that reads, or the latter alone while the disk cannot be written.
struct StoreConnections {
    /// The file and its write-ahead log, as they were when they were opened.
    private struct Files: Equatable {
        let database: FileIdentity?
        let log: FileIdentity?

        init(path: String) {
            database = FileIdentity(at: path)
            log = FileIdentity(at: path + "-wal")
        }
    }

    /// Nil while the disk cannot be written.
    let writer: DatabaseQueue?
    let reader: DatabaseQueue
    private let files: Files
    /// Why there is no writer.
    private let reason: StateStoreError?
    /// When it is looked next whether the disk can be written.
    private var nextAttempt = ContinuousClock.now

    private static let fileName = SQLiteStateStore.fileName

    /// Opens the file at `path`, makes it when it does not exist, and brings it to the newest format.
    init(opening path: String) throws(StateStoreError) {
        if Self.isEmptied(path) { throw .file(Self.fileName, .emptied) }
        try DataFolder.makeFile(path)
        do {
            try Self.checkIdentity(path)
            let writer = try Self.makeWriter(path)
            try writer.writeWithoutTransaction { try JournalFormat.migrate($0, file: Self.fileName) }
            reader = try Self.makeReader(path)
            self.writer = writer
        } catch {
            throw StateStoreError(error, file: Self.fileName)
        }
        reason = nil
        files = Files(path: path)
    }

    /// Opens the file at `path` for reading only.
    ///
    /// - Parameter error: Why it cannot be opened for writing.
    /// - Returns: nil unless the disk is full, read-only, or not this user's to write, and the file has the newest format.
    init?(reading path: String, because error: StateStoreError) {
        guard case .file(_, let fault) = error, fault == .readOnly || fault == .diskFull else { return nil }
        do {
            // Without a log everything is in the file, and what the connections share beside it is not needed. Nobody else
            // writes: the folder is locked.
            let hasLog = Self.byteCount(of: path + "-wal") > 0
            reader = try Self.makeReader(hasLog ? path : Self.address(ofUnchanging: path))
            try reader.unsafeRead { db in
                try JournalFormat.checkIdentity(of: db, file: Self.fileName)
                try JournalFormat.checkTables(of: db, file: Self.fileName)
            }
        } catch {
            return nil
        }
        writer = nil
        reason = error
        files = Files(path: path)
    }

    /// Whether the files are where they were when they were opened.
    func isInPlace(at path: String) -> Bool { Files(path: path) == files }

    /// Why nothing can be written, if that has been looked at within the last second; notes that it is looked at now otherwise.
    mutating func refusal(at now: ContinuousClock.Instant) -> StateStoreError? {
        guard let reason, now < nextAttempt else {
            nextAttempt = now + .seconds(1)
            return nil
        }
        return reason
    }

    /// Whether the file is there without a byte, in a folder that has what only hosts put there that had opened it. A file that a first
    /// start has made, and did not come to write, is empty as well.
    private static func isEmptied(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_size == 0 else { return false }
        let folder = String(path.dropLast(fileName.count))
        return byteCount(of: path + "-wal") > 0 || ["admin.token", "bundles"].contains { access(folder + $0, F_OK) == 0 }
    }

    private static func byteCount(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The address of a file that nobody changes while it is open.
    private static func address(ofUnchanging path: String) -> String {
        let escaped = path.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return "file:\(escaped.joined())?immutable=1"
    }
}

extension StoreConnections {
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

    static func makeReader(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busySeconds)
        configuration.label = "ringbox.state.reader"
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// How long an access waits for a lock of another program, in seconds: less than a turn may take.
    private static let busySeconds = 2.0
}
