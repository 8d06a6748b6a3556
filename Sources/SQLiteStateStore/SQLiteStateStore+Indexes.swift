import GRDB
package import StateStore

extension SQLiteStateStore {
    package func rebuildIndexes(while goesOn: @escaping @Sendable () -> Bool) async throws(StateStoreError) -> Bool {
        let journal = try await readApart(while: goesOn) { db in
            try SQLiteStateStore.unlessDamaged { () throws -> [StrayRow]? in
                let check = try IndexCheck(of: "journal", by: ["version"], in: db)
                guard check.isDamaged else { return nil }
                let strays = try StrayRow.all(among: check.unreachable, in: db)
                if !strays.isEmpty { try SQLiteStateStore.checkPages(in: db) }
                return strays
            }
        }
        let parts = try await readApart(while: goesOn) { db in
            try SQLiteStateStore.unlessDamaged { () throws -> [StrayRow]? in
                try IndexCheck(of: "snapshotPart", by: ["version", "part"], in: db).isDamaged ? [] : nil
            }
        }
        for case (let table, let strays?) in [("journal", journal), ("snapshotPart", parts)] {
            try await write { db in
                try db.interruptible(while: goesOn) { try SQLiteStateStore.rebuildIndex(of: table, strays, in: db) }
            }.get()
        }
        return journal != nil || parts != nil
    }

    /// Rebuilds the index of a table from its rows. Those whose keys are damaged get the keys that led to them; where there is none they are
    /// removed, so that they do not turn up under a key that nobody gave them, such as one of another sandbox.
    private static func rebuildIndex(of table: String, _ strays: [StrayRow], in db: Database) throws {
        // SQLite changes no row that its index does not know, unless the tables are open to repair.
        try db.execute(sql: "PRAGMA writable_schema = ON")
        defer { _ = try? db.execute(sql: "PRAGMA writable_schema = OFF") }
        do {
            try db.inTransaction(.immediate) {
                for row in strays {
                    if let sandbox = row.sandbox {
                        let key: StatementArguments = [sandbox, row.version, row.number]
                        try db.execute(sql: "UPDATE \(table) SET sandbox = ?, version = ? WHERE rowid = ?", arguments: key)
                    } else {
                        try db.execute(sql: "DELETE FROM \(table) WHERE rowid = ?", arguments: [row.number])
                    }
                }
                try db.execute(sql: "REINDEX \(table)")
                return .commit
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            // Two rows have one key.
            throw StateStoreError.file(fileName, .damaged)
        }
    }

    /// Throws when the pages of the journal contradict themselves: to remove rows from such a page may damage other rows of it, which may be
    /// another sandbox's.
    static func checkPages(in db: Database) throws {
        let faults = try String.fetchAll(db, sql: "PRAGMA quick_check(journal)")
        // What it says of pages begins so; the rest is about values in rows.
        guard !faults.contains(where: { $0.hasPrefix("***") }) else { throw StateStoreError.file(fileName, .damaged) }
    }

    /// What `body` finds; nil where the table itself cannot be read.
    private static func unlessDamaged(_ body: () throws -> [StrayRow]?) throws -> [StrayRow]? {
        do {
            return try body()
        } catch {
            guard StateStoreError.isDamage(error) else { throw error }
            return nil
        }
    }
}
