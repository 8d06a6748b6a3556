import GRDB
import GRDBSQLite

/// A statement that is bound, stepped and read by hand, for the rows that there are most of: GRDB's values for arguments
/// and columns take longer than SQLite takes for the row.
struct RawStatement: ~Copyable {
    private let statement: OpaquePointer
    private let connection: OpaquePointer
    /// Keeps the statement alive.
    private let owner: Statement

    /// Prepares `sql`, once for each connection, and binds nothing.
    init(_ sql: String, in db: Database) throws {
        let owner = try db.cachedStatement(sql: sql)
        guard let connection = db.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        self.owner = owner
        self.connection = connection
        statement = owner.sqliteStatement
    }

    deinit {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    /// Binds the parameter at `index`, which counts from 1.
    func bind(_ number: Int64, at index: Int32) {
        sqlite3_bind_int64(statement, index, number)
    }

    func bind(_ text: String, at index: Int32) {
        // The destructor that means "make a copy".
        sqlite3_bind_text(statement, index, text, Int32(text.utf8.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }

    /// Binds bytes, which have to stay until the statement has been stepped.
    ///
    /// - Throws: `SQLITE_TOOBIG` when there are more than a row can have.
    func bind(unowned bytes: UnsafeRawBufferPointer, at index: Int32) throws {
        // No pointer would be NULL, and not an empty value.
        guard bytes.count > 0 else { return try check(sqlite3_bind_zeroblob(statement, index, 0)) }
        try check(sqlite3_bind_blob64(statement, index, bytes.baseAddress, UInt64(bytes.count), nil))
    }

    /// Goes to the next row, and returns false when there is none.
    func step() throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw error(code)
        }
    }

    /// The number in the column at `index`, which counts from 0.
    func number(at index: Int32) -> Int64 {
        sqlite3_column_int64(statement, index)
    }

    /// The bytes of a text or a blob, until the next step; none for what is neither.
    func bytes(at index: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(statement, index)
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, index)))
    }

    private func check(_ code: Int32) throws {
        guard code != SQLITE_OK else { return }
        throw error(code)
    }

    private func error(_ code: Int32) -> DatabaseError {
        let extended = sqlite3_extended_errcode(connection)
        return DatabaseError(resultCode: ResultCode(rawValue: extended & 0xff == code & 0xff ? extended : code))
    }
}
