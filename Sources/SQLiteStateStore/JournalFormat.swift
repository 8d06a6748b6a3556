import GRDB
import StateStore

/// The tables of the database file, and how to tell that a file has them.
///
/// The format is counted in SQLite's own `user_version`: every SQLite tool can read it, and it is written in the same
/// transaction as the change of the tables.
enum JournalFormat {
    /// Marks a database file as Ringbox's: "RBOX" in ASCII.
    static let applicationID: Int32 = 0x5242_4F58

    /// The steps that lead from each format to the next; the first makes an empty file one of format 1.
    private static let migrations: [@Sendable (Database) throws -> Void] = [makeFormat1, makeFormat2]

    /// The newest format, which files get when they are opened.
    static var newest: Int { migrations.count }

    private static let columns = [
        "journal": ["sandbox", "version", "turn", "cause", "time", "parent", "checksum", "patch"],
        "snapshot": ["sandbox", "version", "byteCount", "expiryByteCount", "checksum"],
        "snapshotPart": ["sandbox", "version", "part", "bytes"],
        "floor": ["sandbox", "version"],
    ]

    /// Throws the fault of a database that is not empty and not one that this program can use.
    static func checkIdentity(of db: Database, file: String) throws {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let format = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if application == applicationID {
            guard format <= newest else {
                throw StateStoreError.file(file, .madeByNewerRingbox(format: format, known: newest))
            }
        } else {
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard application == 0, format == 0, tables == 0 else {
                throw StateStoreError.file(file, .madeByAnotherProgram)
            }
        }
    }

    /// Brings the tables to the newest format, all or nothing, and checks that they are what they should be.
    static func migrate(_ db: Database, file: String) throws {
        let format = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if format < newest {
            try db.inTransaction(.immediate) {
                for migration in migrations[max(0, format)...] { try migration(db) }
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                try db.execute(sql: "PRAGMA user_version = \(newest)")
                return .commit
            }
        }
        try checkTables(of: db, file: file)
    }

    /// Throws the fault of a database whose tables are not those of the newest format.
    static func checkTables(of db: Database, file: String) throws {
        for (table, names) in columns {
            let found = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
            guard Set(found) == Set(names) else { throw StateStoreError.file(file, .damaged) }
        }
    }
}
