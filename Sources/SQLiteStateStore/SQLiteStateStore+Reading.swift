import GRDB
package import StateStore

import struct Foundation.Data

extension SQLiteStateStore {
    package func oldestVersion(of sandbox: String) async throws(StateStoreError) -> Int64 {
        try await read { try SQLiteStateStore.oldestVersion(of: sandbox, in: $0) }
    }

    package func version(of sandbox: String) async throws(StateStoreError) -> Int64 {
        try await read { try SQLiteStateStore.journalHead(of: sandbox, in: $0).version }
    }

    package func newestRow(of sandbox: String) async throws(StateStoreError) -> Int64 {
        try await read { try SQLiteStateStore.newestRow(of: sandbox, in: $0) }
    }

    package func patches(
        of sandbox: String, after version: Int64, limit: Int
    ) async throws(StateStoreError) -> [StoredPatch] {
        try await read { db in
            let head = try SQLiteStateStore.checkedHead(of: sandbox, in: db)
            let oldest = try SQLiteStateStore.oldestVersion(of: sandbox, in: db)
            guard version < head, limit > 0 else { return [] }
            let start = max(0, oldest - 1, version)
            var reader = JournalReader(sandbox: sandbox, after: start)
            var patches: [StoredPatch] = []
            try reader.read(upTo: head - start > limit ? start + Int64(clamping: limit) : head, in: db) { row in
                patches.append(
                    StoredPatch(
                        version: row.version, patch: Array(row.patch), turn: String(decoding: row.turn, as: UTF8.self),
                        cause: String(decoding: row.cause, as: UTF8.self), time: row.time
                    )
                )
            }
            return patches
        }
    }

    package func tail(of sandbox: String) async throws(StateStoreError) -> JournalTail {
        try await read { db in
            let snapshot = try Snapshot.newest(of: sandbox, in: db)
            let statement = try db.cachedStatement(
                sql: "SELECT count(*), total(length(patch)) FROM journal WHERE sandbox = ? AND version > ?"
            )
            let row = try Row.fetchOne(statement, arguments: [sandbox, snapshot?.version ?? 0])
            return JournalTail(
                patches: try row?.decode(atIndex: 0) ?? 0,
                // Safe: patches are no longer than the file that they are in.
                patchBytes: Int(try row?.decode(Double.self, atIndex: 1) ?? 0),
                snapshotBytes: snapshot?.documentByteCount ?? 0
            )
        }
    }

    package func sandboxes() async throws(StateStoreError) -> [String] {
        try await read { db in
            // Jumps from name to name in the primary key: reading every row would read every patch.
            try String.fetchAll(
                db,
                sql: """
                    WITH RECURSIVE name(sandbox) AS (
                        SELECT min(sandbox) FROM journal
                        UNION ALL
                        SELECT (SELECT min(sandbox) FROM journal WHERE sandbox > name.sandbox) FROM name
                        WHERE name.sandbox IS NOT NULL
                    )
                    SELECT sandbox FROM name WHERE sandbox IS NOT NULL
                    """
            )
        }
    }

    /// The first version that is kept, 0 when nothing is stored. Rows before it may be left, to be removed.
    static func oldestVersion(of sandbox: String, in db: Database) throws -> Int64 {
        let newest = try newestRow(of: sandbox, in: db)
        let statement = try db.cachedStatement(sql: "SELECT version FROM floor WHERE sandbox = ?")
        guard let floor = try Int64.fetchOne(statement, arguments: [sandbox]) else { return newest > 0 ? 1 : 0 }
        if StateCommit.versions.contains(floor) { return floor }
        // The number is damaged. What is removed goes from the beginning on, snapshots first: what is left says where it begins.
        let first = try db.cachedStatement(sql: "SELECT 1 FROM journal WHERE sandbox = ? AND version = 1")
        if try Int64.fetchOne(first, arguments: [sandbox]) != nil { return 1 }
        return try Snapshot.all(of: sandbox, in: db).map(\.version).filter(StateCommit.versions.contains).min() ?? newest
    }

    /// The newest version that there is a row of, 0 for none; rows with numbers that no version has do not count.
    static func newestRow(of sandbox: String, in db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT max(version) FROM journal WHERE sandbox = ? AND version BETWEEN ? AND ?")
        let (first, last) = (StateCommit.versions.lowerBound, StateCommit.versions.upperBound)
        return try Int64.fetchOne(statement, arguments: [sandbox, first, last]) ?? 0
    }
}

extension Row {
    /// The bytes of a blob, copied once.
    func bytes(atIndex index: Int) throws -> [UInt8] {
        try withUnsafeData(atIndex: index) { Array($0 ?? Data()) }
    }
}

extension Database {
    /// Runs `body` in a transaction that sees one version of everything and changes nothing.
    func inDeferredTransaction<Value>(_ body: () throws -> Value) throws -> Value {
        try beginTransaction(.deferred)
        defer {
            // Nothing was changed, so ending cannot fail in a way that matters.
            _ = try? commit()
        }
        return try body()
    }
}
