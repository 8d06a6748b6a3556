import GRDB
package import StateStore

import struct Foundation.Data

extension SQLiteStateStore {
    package func commit(_ group: [StateCommit]) async -> [CommitResult] {
        let results = await write { db in
            do {
                return try SQLiteStateStore.append(group, to: db)
            } catch let error as DatabaseError where SQLiteStateStore.mayConcernOneSandbox(error) {
                return SQLiteStateStore.appendApart(group, to: db)
            }
        }
        switch results {
        case .success(let results): return results
        case .failure(let error): return group.map { _ in .unavailable(error) }
        }
    }

    /// Whether the reason may be one sandbox's: a patch too large for the room that is left, or an unreadable page.
    private static func mayConcernOneSandbox(_ error: DatabaseError) -> Bool {
        [.SQLITE_FULL, .SQLITE_CORRUPT, .SQLITE_IOERR].contains(error.resultCode)
    }

    /// Appends `group` in a transaction for each sandbox, so that one that fails takes no other with it.
    private static func appendApart(_ group: [StateCommit], to db: Database) -> [CommitResult] {
        var results = group.map { _ in CommitResult.conflict(current: 0) }
        for indices in Dictionary(grouping: group.indices, by: { group[$0].sandbox }).values {
            do {
                let appended = try append(indices.map { group[$0] }, to: db)
                for (index, result) in zip(indices, appended) { results[index] = result }
            } catch {
                for index in indices { results[index] = .unavailable(StateStoreError(error, file: fileName)) }
            }
        }
        return results
    }

    /// Appends `group` in one transaction.
    private static func append(_ group: [StateCommit], to db: Database) throws -> [CommitResult] {
        var results: [CommitResult] = []
        results.reserveCapacity(group.count)
        try db.inTransaction(.immediate) {
            var heads: [String: JournalHead] = [:]
            for commit in group {
                var head = try heads[commit.sandbox] ?? journalHead(of: commit.sandbox, in: db)
                results.append(try append(commit, to: &head, in: db))
                heads[commit.sandbox] = head
            }
            return .commit
        }
        return results
    }

    private static func append(
        _ commit: StateCommit, to head: inout JournalHead, in db: Database
    ) throws -> CommitResult {
        guard head.accepts(commit) else {
            head.refuse()
            return .conflict(current: head.version)
        }
        let insert = try db.cachedStatement(
            sql: "INSERT INTO journal (sandbox, version, patch, turn, cause, time) VALUES (?, ?, ?, ?, ?, ?)"
        )
        do {
            try insert.execute(
                arguments: [
                    commit.sandbox, commit.version, Data(commit.patch), commit.turn, commit.cause, commit.time,
                ]
            )
        } catch let error as DatabaseError where error.resultCode == .SQLITE_TOOBIG {
            head.refuse()
            return .unavailable(.patchTooLarge(sandbox: commit.sandbox, bytes: commit.patch.count))
        }
        head.advance(to: commit)
        return .committed
    }

    static func journalHead(of sandbox: String, in db: Database) throws -> JournalHead {
        let statement = try db.cachedStatement(
            sql: "SELECT version, turn FROM journal WHERE sandbox = ? ORDER BY version DESC LIMIT 1"
        )
        let row = try Row.fetchOne(statement, arguments: [sandbox])
        return JournalHead(version: try row?.decode(atIndex: 0) ?? 0, turn: try row?.decode(atIndex: 1))
    }
}
