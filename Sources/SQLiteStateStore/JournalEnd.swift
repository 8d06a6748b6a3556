import GRDB
import StateStore

/// The last row of a sandbox's journal, where the next one is appended.
struct JournalEnd {
    private(set) var head: JournalHead
    /// The checksum of the row, and with it that of the whole history.
    private var checksum = Checksum()

    init(of sandbox: String, in db: Database) throws {
        let last = try RawStatement(
            "SELECT version, turn, checksum FROM journal WHERE sandbox = ? ORDER BY version DESC LIMIT 1", in: db)
        last.bind(sandbox, at: 1)
        if try last.step() {
            guard StateCommit.versions.contains(last.number(at: 0)) else {
                throw StateStoreError.damagedPatch(sandbox: sandbox, version: last.number(at: 0))
            }
            head = JournalHead(version: last.number(at: 0), turn: String(decoding: last.bytes(at: 1), as: UTF8.self))
            checksum = Checksum(last.number(at: 2))
        } else {
            head = JournalHead(version: 0, turn: nil)
        }
    }

    /// Stores the row that `commit` makes, if it is based on this one.
    mutating func append(_ commit: StateCommit, in db: Database) throws -> CommitResult {
        guard head.accepts(commit) else {
            head.refuse()
            return .conflict(current: head.version)
        }
        let next = Checksum(of: commit, parent: checksum)
        do {
            try insert(commit, checksum: next, in: db)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_TOOBIG {
            head.refuse()
            return .unavailable(.patchTooLarge(sandbox: commit.sandbox, bytes: commit.patch.count))
        }
        head.advance(to: commit)
        checksum = next
        return .committed
    }

    private func insert(_ commit: StateCommit, checksum next: Checksum, in db: Database) throws {
        let insert = try RawStatement(
            """
            INSERT INTO journal (sandbox, version, turn, cause, time, parent, checksum, patch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            in: db
        )
        insert.bind(commit.sandbox, at: 1)
        insert.bind(commit.version, at: 2)
        insert.bind(commit.turn, at: 3)
        insert.bind(commit.cause, at: 4)
        insert.bind(commit.time, at: 5)
        insert.bind(checksum.value, at: 6)
        insert.bind(next.value, at: 7)
        try commit.patch.withUnsafeBytes { patch in
            try insert.bind(unowned: patch, at: 8)
            _ = try insert.step()
        }
    }
}
