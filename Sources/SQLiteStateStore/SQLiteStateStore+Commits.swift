import GRDB
package import StateStore

extension SQLiteStateStore {
    package func commit(_ group: [StateCommit]) async -> [CommitResult] {
        let results = await write { db in
            do {
                return try SQLiteStateStore.append(group, to: db)
            } catch let error where SQLiteStateStore.mayConcernOneSandbox(error) {
                return SQLiteStateStore.appendApart(group, to: db)
            }
        }
        switch results {
        case .success(let results): return results
        case .failure(let error): return group.map { _ in .unavailable(error) }
        }
    }

    /// Whether the reason may be one sandbox's: a patch too large for the room that is left, an unreadable page, or a damaged row.
    private static func mayConcernOneSandbox(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseError: [.SQLITE_FULL, .SQLITE_CORRUPT, .SQLITE_IOERR].contains(error.resultCode)
        case StateStoreError.damagedPatch: true
        default: false
        }
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
            var ends: [String: JournalEnd] = [:]
            for commit in group {
                var end = try ends[commit.sandbox] ?? JournalEnd(of: commit.sandbox, in: db)
                results.append(try end.append(commit, in: db))
                ends[commit.sandbox] = end
            }
            return .commit
        }
        return results
    }

    static func journalHead(of sandbox: String, in db: Database) throws -> JournalHead {
        try JournalEnd(of: sandbox, in: db).head
    }
}
