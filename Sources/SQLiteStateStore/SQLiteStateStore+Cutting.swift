import GRDB
package import StateStore

extension SQLiteStateStore {
    package func cut(
        _ sandbox: String, to version: Int64, while goesOn: @escaping @Sendable () -> Bool
    ) async throws(StateStoreError) {
        try await readApart(while: goesOn) { try SQLiteStateStore.checkPages(in: $0) }
        let kept = min(max(0, version), StateCommit.versions.upperBound)
        // Snapshots go first: they prove that there were later versions.
        try await write { db in
            try db.inTransaction(.immediate) {
                let oldest = try SQLiteStateStore.oldestVersion(of: sandbox, in: db)
                guard version <= 0 || version >= oldest else {
                    throw StateStoreError.versionNotKept(sandbox: sandbox, version: version, oldest: oldest)
                }
                // The number may have been damaged, too, and the snapshots say what it was.
                try db.execute(sql: "UPDATE floor SET version = ? WHERE sandbox = ?", arguments: [oldest, sandbox])
                try db.execute(sql: "DELETE FROM snapshot WHERE sandbox = ? AND version > ?", arguments: [sandbox, kept])
                return .commit
            }
        }.get()
        try await removeOrphans(of: sandbox, among: kept + 1..<Int64.max)
        var isDone = false
        while !isDone {
            guard goesOn() else { throw .closed }
            isDone = try await write { try SQLiteStateStore.cutSomeRows(of: sandbox, after: kept, in: $0) }.get()
        }
        guard version <= 0 else { return }
        // Without a version nothing begins anywhere.
        try await write { db in
            for table in ["journal", "snapshot", "snapshotPart", "floor"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE sandbox = ?", arguments: [sandbox])
            }
        }.get()
    }

    /// Removes the newest rows, a few of them so that commits of others get their turn in between: what is left has no gap at any time.
    ///
    /// Returns whether there was nothing to remove.
    private static func cutSomeRows(of sandbox: String, after kept: Int64, in db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT version, length(patch) FROM journal WHERE sandbox = ? AND version > ? ORDER BY version DESC LIMIT ?"
        )
        var first: Int64?
        var bytes = 0
        for row in try Row.fetchAll(statement, arguments: [sandbox, kept, removalRows]) where bytes < removalBytes {
            first = try row.decode(atIndex: 0)
            bytes += try row.decode(Int.self, atIndex: 1)
        }
        guard let first else { return true }
        try db.execute(sql: "DELETE FROM journal WHERE sandbox = ? AND version >= ?", arguments: [sandbox, first])
        try checkProgress(in: db)
        return false
    }

    /// Throws when the statement that ran last removed nothing of what another one found: the index contradicts itself, and to go on would
    /// never end.
    static func checkProgress(in db: Database) throws {
        guard db.changesCount > 0 else { throw StateStoreError.file(fileName, .damaged) }
    }
}
