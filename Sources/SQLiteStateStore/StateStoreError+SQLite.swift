import GRDB
import StateStore

extension StateStoreError {
    /// Translates what an access to the database in `file` threw.
    init(_ error: any Error, file: String) {
        switch error {
        case let error as StateStoreError: self = error
        case let error as DatabaseError: self = .file(file, Fault(error))
        // What else a read throws is a value that its column cannot hold.
        default: self = .file(file, .damaged)
        }
    }
}

extension StateStoreError {
    /// Whether a read failed because of what is in the file, and not because of the disk, a lock or what was asked.
    static func isDamage(_ error: any Error) -> Bool {
        switch error {
        case is StateStoreError: false
        case let error as DatabaseError: error.resultCode == .SQLITE_CORRUPT
        // A value that its column cannot hold.
        default: true
        }
    }
}

extension StateStoreError.Fault {
    /// Translates an SQLite error, leaving out its text, which quotes SQL and paths.
    fileprivate init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_READONLY: self = .readOnly
        case .SQLITE_NOTADB: self = .notADatabase
        case .SQLITE_CORRUPT: self = .damaged
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked
        case .SQLITE_CANTOPEN: self = .cannotOpen(reason: "the file, or one beside it, is not accessible")
        // What the connections share beside the file cannot grow.
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: self = .diskFull
        case .SQLITE_IOERR: self = .inputOutput(code: error.extendedResultCode.rawValue)
        default: self = .failed(code: error.extendedResultCode.rawValue)
        }
    }
}
