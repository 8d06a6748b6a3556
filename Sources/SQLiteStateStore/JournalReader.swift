import GRDB
import StateStore

/// Reads the rows of a sandbox's journal in their order, and checks that each is what was stored and that none is missing.
struct JournalReader {
    private let sandbox: String
    /// The version read last.
    private var version: Int64

    /// Begins behind `version`, 0 for the beginning of the journal.
    init(sandbox: String, after version: Int64) {
        self.sandbox = sandbox
        self.version = version
    }

    /// Reads the rows up to that of `last`.
    ///
    /// - Throws: ``StateStoreError/damagedPatch(sandbox:version:)``.
    mutating func read(upTo last: Int64, in db: Database) throws -> [StoredPatch] {
        do {
            return try rows(upTo: last, in: db)
        } catch {
            guard StateStoreError.isDamage(error) else { throw error }
            throw StateStoreError.damagedPatch(sandbox: sandbox, version: version &+ 1)
        }
    }

    private mutating func rows(upTo last: Int64, in db: Database) throws -> [StoredPatch] {
        var parent = try checksum(of: version, in: db)
        let statement = try db.cachedStatement(
            sql: """
                SELECT version, turn, cause, time, parent, checksum, patch FROM journal
                WHERE sandbox = ? AND version > ? AND version <= ? ORDER BY version
                """
        )
        let rows = try Row.fetchCursor(statement, arguments: [sandbox, version, last])
        var patches: [StoredPatch] = []
        while let row = try rows.next() {
            let patch = StoredPatch(
                version: try row.decode(atIndex: 0), patch: try row.bytes(atIndex: 6), turn: try row.decode(atIndex: 1),
                cause: try row.decode(atIndex: 2), time: try row.decode(atIndex: 3)
            )
            let rowParent = Checksum(try row.decode(atIndex: 4))
            let checksum = Checksum(try row.decode(atIndex: 5))
            guard patch.version == version + 1, rowParent == parent ?? rowParent,
                checksum == Checksum(of: patch, in: sandbox, parent: rowParent)
            else {
                throw StateStoreError.damagedPatch(sandbox: sandbox, version: version + 1)
            }
            patches.append(patch)
            version += 1
            parent = checksum
        }
        // What ends before it should has lost a row.
        guard version == last else {
            throw StateStoreError.damagedPatch(sandbox: sandbox, version: version + 1)
        }
        return patches
    }

    /// What the row of `version` says is its checksum; nil when it is not kept, so that nothing can be compared with it.
    private func checksum(of version: Int64, in db: Database) throws -> Checksum? {
        guard version > 0 else { return Checksum() }
        let statement = try db.cachedStatement(sql: "SELECT checksum FROM journal WHERE sandbox = ? AND version = ?")
        return try Int64.fetchOne(statement, arguments: [sandbox, version]).map { Checksum($0) }
    }
}
