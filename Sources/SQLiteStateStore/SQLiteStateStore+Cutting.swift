import GRDB
package import StateStore

extension SQLiteStateStore {
    package func cut(_ sandbox: String, to version: Int64) async throws(StateStoreError) {
        try await write { db in
            try db.inTransaction(.immediate) {
                let oldest = try SQLiteStateStore.oldestVersion(of: sandbox, in: db)
                guard version <= 0 || version >= oldest else {
                    throw StateStoreError.versionNotKept(sandbox: sandbox, version: version, oldest: oldest)
                }
                for table in ["journal", "snapshot", "snapshotPart"] {
                    try db.execute(sql: "DELETE FROM \(table) WHERE sandbox = ? AND version > ?", arguments: [sandbox, max(0, version)])
                }
                // The number may have been damaged, too.
                try db.execute(sql: "UPDATE floor SET version = ? WHERE sandbox = ?", arguments: [oldest, sandbox])
                // Without a version nothing begins anywhere.
                if version <= 0 {
                    for table in ["journal", "snapshot", "snapshotPart", "floor"] {
                        try db.execute(sql: "DELETE FROM \(table) WHERE sandbox = ?", arguments: [sandbox])
                    }
                }
                return .commit
            }
        }.get()
    }
}
