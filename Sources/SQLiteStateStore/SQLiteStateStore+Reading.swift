import GRDB
package import StateStore

import struct Foundation.Data

extension SQLiteStateStore {
    package func load(_ sandbox: String) async throws(StateStoreError) -> StoredState? {
        try await read { db in
            let head = try SQLiteStateStore.journalHead(of: sandbox, in: db)
            guard let turn = head.turn else { return nil }
            return try SQLiteStateStore.state(of: sandbox, at: head.version, madeBy: turn, in: db)
        }
    }

    package func load(_ sandbox: String, at version: Int64) async throws(StateStoreError) -> StoredState {
        try await read { db in
            let statement = try db.cachedStatement(sql: "SELECT turn FROM journal WHERE sandbox = ? AND version = ?")
            guard version >= 1, let turn = try String.fetchOne(statement, arguments: [sandbox, version]) else {
                let current = try SQLiteStateStore.journalHead(of: sandbox, in: db).version
                throw StateStoreError.noSuchVersion(sandbox: sandbox, version: version, current: current)
            }
            return try SQLiteStateStore.state(of: sandbox, at: version, madeBy: turn, in: db)
        }
    }

    package func oldestVersion(of sandbox: String) async throws(StateStoreError) -> Int64 {
        try await read { db in
            let statement = try db.cachedStatement(sql: "SELECT min(version) FROM journal WHERE sandbox = ?")
            return try Int64.fetchOne(statement, arguments: [sandbox]) ?? 0
        }
    }

    package func version(of sandbox: String) async throws(StateStoreError) -> Int64 {
        try await read { try SQLiteStateStore.journalHead(of: sandbox, in: $0).version }
    }

    package func patches(
        of sandbox: String, after version: Int64, limit: Int
    ) async throws(StateStoreError) -> [StoredPatch] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT version, patch, turn, cause, time FROM journal
                    WHERE sandbox = ? AND version > ? ORDER BY version LIMIT ?
                    """
            )
            let rows = try Row.fetchCursor(statement, arguments: [sandbox, version, max(0, limit)])
            return try Array(
                rows.map { row in
                    StoredPatch(
                        version: try row.decode(atIndex: 0),
                        patch: try row.bytes(atIndex: 1),
                        turn: try row.decode(atIndex: 2),
                        cause: try row.decode(atIndex: 3),
                        time: try row.decode(atIndex: 4)
                    )
                }
            )
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
                patchBytes: Int(try row?.decode(Double.self, atIndex: 1) ?? 0),
                snapshotBytes: snapshot?.byteCount ?? 0
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

    private static func state(
        of sandbox: String, at version: Int64, madeBy turn: String, in db: Database
    ) throws -> StoredState {
        let snapshot = try Snapshot.newest(of: sandbox, upTo: version, in: db)
        let content = try snapshot?.content(in: db)
        let statement = try db.cachedStatement(
            sql: "SELECT patch FROM journal WHERE sandbox = ? AND version > ? AND version <= ? ORDER BY version"
        )
        let patches = try Row.fetchCursor(statement, arguments: [sandbox, snapshot?.version ?? 0, version])
        return StoredState(
            sandbox: sandbox,
            version: version,
            turn: turn,
            snapshot: content?.document,
            expiry: content?.expiry ?? [],
            patches: try Array(patches.map { try $0.bytes(atIndex: 0) })
        )
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
