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

    /// Calls `body` with the rows up to that of `last`, each of which it may use until it returns.
    ///
    /// - Throws: ``StateStoreError/damagedPatch(sandbox:version:)``.
    mutating func read(upTo last: Int64, in db: Database, _ body: (JournalRow) -> Void) throws {
        do {
            try readRows(upTo: last, in: db, body)
        } catch {
            guard StateStoreError.isDamage(error) else { throw error }
            throw StateStoreError.damagedPatch(sandbox: sandbox, version: version &+ 1)
        }
    }

    private mutating func readRows(upTo last: Int64, in db: Database, _ body: (JournalRow) -> Void) throws {
        var parent = try checksum(of: version, in: db)
        let rows = try RawStatement(
            """
            SELECT version, turn, cause, time, parent, checksum, patch FROM journal
            WHERE sandbox = ? AND version > ? AND version <= ? ORDER BY version
            """,
            in: db
        )
        rows.bind(sandbox, at: 1)
        rows.bind(version, at: 2)
        rows.bind(last, at: 3)
        while try rows.step() {
            let row = JournalRow(
                version: rows.number(at: 0), turn: rows.bytes(at: 1), cause: rows.bytes(at: 2), time: rows.number(at: 3),
                patch: rows.bytes(at: 6)
            )
            let rowParent = Checksum(rows.number(at: 4))
            let checksum = Checksum(rows.number(at: 5))
            guard row.version == version &+ 1, rowParent == parent ?? rowParent,
                checksum == Checksum(of: row, in: sandbox, parent: rowParent)
            else {
                throw StateStoreError.damagedPatch(sandbox: sandbox, version: version &+ 1)
            }
            body(row)
            version &+= 1
            parent = checksum
        }
        // What ends before it should has lost a row.
        guard version == last else { throw StateStoreError.damagedPatch(sandbox: sandbox, version: version &+ 1) }
    }

    /// What the row of `version` says is its checksum; nil when it is not kept, so that nothing can be compared with it.
    private func checksum(of version: Int64, in db: Database) throws -> Checksum? {
        guard version > 0 else { return Checksum() }
        let row = try RawStatement("SELECT checksum FROM journal WHERE sandbox = ? AND version = ?", in: db)
        row.bind(sandbox, at: 1)
        row.bind(version, at: 2)
        return try row.step() ? Checksum(row.number(at: 0)) : nil
    }
}
