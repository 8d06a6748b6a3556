import GRDB
import StateStore

import struct Foundation.Data

/// The last row of a sandbox's journal, where the next one is appended.
struct JournalEnd {
    private(set) var head: JournalHead
    /// The checksum of the row, and with it that of the whole history.
    private var checksum: Checksum

    init(of sandbox: String, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT version, turn, checksum FROM journal WHERE sandbox = ? ORDER BY version DESC LIMIT 1"
        )
        let row = try Row.fetchOne(statement, arguments: [sandbox])
        head = JournalHead(version: try row?.decode(atIndex: 0) ?? 0, turn: try row?.decode(atIndex: 1))
        checksum = Checksum(try row?.decode(atIndex: 2) ?? 0)
    }

    /// Stores the row that `commit` makes, if it is based on this one.
    mutating func append(_ commit: StateCommit, in db: Database) throws -> CommitResult {
        guard head.accepts(commit) else {
            head.refuse()
            return .conflict(current: head.version)
        }
        let patch = StoredPatch(
            version: commit.version, patch: commit.patch, turn: commit.turn, cause: commit.cause, time: commit.time
        )
        let next = Checksum(of: patch, in: commit.sandbox, parent: checksum)
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO journal (sandbox, version, turn, cause, time, parent, checksum, patch)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        do {
            try insert.execute(
                arguments: [
                    commit.sandbox, commit.version, commit.turn, commit.cause, commit.time, checksum.value, next.value,
                    Data(commit.patch),
                ]
            )
        } catch let error as DatabaseError where error.resultCode == .SQLITE_TOOBIG {
            head.refuse()
            return .unavailable(.patchTooLarge(sandbox: commit.sandbox, bytes: commit.patch.count))
        }
        head.advance(to: commit)
        checksum = next
        return .committed
    }
}
