import GRDB
package import StateStore

extension SQLiteStateStore {
    /// The most rows and the most bytes that one transaction removes: what a commit may have to wait for.
    static let removalRows = 256
    static let removalBytes = 1 << 20

    @discardableResult
    package func prune(
        _ sandbox: String, to retention: StateRetention, now: Int64
    ) async throws(StateStoreError) -> Int {
        let (all, wanted, oldest) = try await read { db in
            let head = try SQLiteStateStore.checkedHead(of: sandbox, in: db)
            let oldest = try SQLiteStateStore.oldestVersion(of: sandbox, in: db)
            let young = try retention.firstVersion(from: oldest, to: head, now: now) { version in
                let statement = try db.cachedStatement(sql: "SELECT time FROM journal WHERE sandbox = ? AND version = ?")
                return try Int64.fetchOne(statement, arguments: [sandbox, version]) ?? now
            }
            let fitting = retention.bytes == .max ? 0 : try SQLiteStateStore.firstVersion(of: sandbox, within: retention.bytes, in: db)
            return (try Snapshot.all(of: sandbox, in: db), max(young, fitting), oldest)
        }
        let floor = try await newestIntact(of: all.filter { $0.version <= wanted && $0.version > oldest })
        if let floor {
            try await write { db in
                try db.execute(
                    sql: "INSERT INTO floor VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version",
                    arguments: [sandbox, floor]
                )
            }.get()
        }
        // Rows may be left from a time when this was interrupted.
        let removed = try await removeRows(of: sandbox, before: floor ?? oldest, countedFrom: oldest)
        return all.filter { oldest <= $0.version && $0.version < floor ?? oldest }.reduce(removed) { $0 + $1.totalByteCount }
    }

    package func size(of sandbox: String) async throws(StateStoreError) -> Int {
        try await read { db in
            let oldest = try SQLiteStateStore.oldestVersion(of: sandbox, in: db)
            let patches = try db.cachedStatement(
                sql: "SELECT total(length(patch)) FROM journal WHERE sandbox = ? AND version >= ?"
            )
            let bytes = try Double.fetchOne(patches, arguments: [sandbox, oldest]) ?? 0
            let snapshots = try Snapshot.all(of: sandbox, in: db).filter { $0.version >= oldest }
            // Safe: patches are no longer than the file that they are in.
            return Int(bytes) + snapshots.reduce(0) { $0 + $1.totalByteCount }
        }
    }

    /// The first version from which on patches and snapshots have at most `limit` bytes together; the newest one at the most.
    private static func firstVersion(of sandbox: String, within limit: Int, in db: Database) throws -> Int64 {
        let snapshots = Dictionary(
            try Snapshot.all(of: sandbox, in: db).map { ($0.version, $0.totalByteCount) }, uniquingKeysWith: max)
        // The lengths are in front of the patches: those are not read.
        let statement = try db.cachedStatement(
            sql: "SELECT version, length(patch) FROM journal WHERE sandbox = ? ORDER BY version DESC"
        )
        let rows = try Row.fetchCursor(statement, arguments: [sandbox])
        var first: Int64?
        var bytes = 0
        while let row = try rows.next() {
            let version: Int64 = try row.decode(atIndex: 0)
            bytes += try row.decode(Int.self, atIndex: 1) + (snapshots[version] ?? 0)
            guard first == nil || bytes <= limit else { break }
            first = version
        }
        return first ?? 0
    }

    /// The version of the newest of `snapshots` that can be read: on it everything that is kept is built.
    private func newestIntact(of snapshots: [Snapshot]) async throws(StateStoreError) -> Int64? {
        for snapshot in snapshots {
            if try await read({ try snapshot.content(in: $0) }) != nil { return snapshot.version }
            foundDamage(.damagedSnapshot(sandbox: snapshot.sandbox, version: snapshot.version))
        }
        return nil
    }

    /// Removes the rows and the snapshots before `floor`, a few at a time, so that commits get their turn in between.
    ///
    /// - Returns: The bytes of the patches that were removed, of those not before `oldest`.
    private func removeRows(
        of sandbox: String, before floor: Int64, countedFrom oldest: Int64
    ) async throws(StateStoreError) -> Int {
        guard floor > 1 else { return 0 }
        try await write { db in
            try db.execute(sql: "DELETE FROM snapshot WHERE sandbox = ? AND version < ?", arguments: [sandbox, floor])
        }.get()
        try await removeOrphans(of: sandbox, among: .min..<floor)
        var removed = 0
        while let bytes = try await write({
            try SQLiteStateStore.removeSomeRows(of: sandbox, before: floor, countedFrom: oldest, in: $0)
        }).get() {
            removed += bytes
        }
        return removed
    }

    /// Returns the bytes of the patches not before `oldest`; nil when there was nothing to remove.
    private static func removeSomeRows(
        of sandbox: String, before floor: Int64, countedFrom oldest: Int64, in db: Database
    ) throws -> Int? {
        let statement = try db.cachedStatement(
            sql: "SELECT version, length(patch) FROM journal WHERE sandbox = ? AND version < ? ORDER BY version LIMIT ?"
        )
        var last: Int64?
        var (bytes, counted) = (0, 0)
        for row in try Row.fetchAll(statement, arguments: [sandbox, floor, removalRows]) where bytes < removalBytes {
            let version: Int64 = try row.decode(atIndex: 0)
            let length: Int = try row.decode(atIndex: 1)
            last = version
            bytes += length
            if version >= oldest { counted += length }
        }
        guard let last else { return nil }
        try db.execute(sql: "DELETE FROM journal WHERE sandbox = ? AND version <= ?", arguments: [sandbox, last])
        try checkProgress(in: db)
        return counted
    }
}
