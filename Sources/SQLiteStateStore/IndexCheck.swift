import GRDB
import StateStore

/// Whether the index of a table's primary key leads to every row of the table, and to nothing else.
struct IndexCheck {
    /// The numbers of the rows that it does not lead to.
    private(set) var unreachable: [Int64] = []
    private var rows: Int64 = 0
    private var entries: Int64?

    var isDamaged: Bool { !unreachable.isEmpty || entries != rows }

    /// Reads the keys of all rows of `table`, whose primary key is `sandbox` and `numbers`, and looks each of them up.
    ///
    /// - Throws: When the table itself cannot be read.
    init(of table: String, by numbers: [String], in db: Database) throws {
        let columns = numbers.joined(separator: ", ")
        // The index has what the key was, whatever type a damaged row says that it has.
        let types = "typeof(sandbox) = 'text'" + numbers.map { " AND typeof(\($0)) = 'integer'" }.joined()
        let keys = try RawStatement("SELECT rowid, sandbox, \(columns), \(types) FROM \(table) NOT INDEXED", in: db)
        let lookUp = "SELECT rowid FROM \(table) WHERE sandbox = ?" + numbers.map { " AND \($0) = ?" }.joined()
        while try keys.step() {
            rows += 1
            let row = keys.number(at: 0)
            let found = try Self.readable { () throws -> Int64? in
                let entry = try RawStatement(lookUp, in: db)
                entry.bind(String(decoding: keys.bytes(at: 1), as: UTF8.self), at: 1)
                for index in Int32(2)..<Int32(2 + numbers.count) { entry.bind(keys.number(at: index), at: index) }
                return try entry.step() ? entry.number(at: 0) : nil
            }
            if found != row || keys.number(at: Int32(2 + numbers.count)) == 0 { unreachable.append(row) }
        }
        // SQLite counts the entries of the smallest index.
        entries = try Self.readable { try Int64.fetchOne(db, sql: "SELECT count(*) FROM \(table)") }
    }

    /// What `body` reads of the index; nil where that is damaged.
    private static func readable(_ body: () throws -> Int64?) throws -> Int64? {
        do {
            return try body()
        } catch {
            guard StateStoreError.isDamage(error) else { throw error }
            return nil
        }
    }
}
