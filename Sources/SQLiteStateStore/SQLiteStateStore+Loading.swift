import GRDB
package import StateStore

extension SQLiteStateStore {
    package func load(_ sandbox: String) async throws(StateStoreError) -> StoredState? {
        let loaded = try await read { db -> Loaded? in
            let head = try SQLiteStateStore.checkedHead(of: sandbox, in: db)
            return head == 0 ? nil : try SQLiteStateStore.state(of: sandbox, at: head, in: db)
        }
        return loaded.map { reporting($0, of: sandbox) }
    }

    package func load(_ sandbox: String, at version: Int64) async throws(StateStoreError) -> StoredState {
        let loaded = try await read { db in
            let head = try SQLiteStateStore.checkedHead(of: sandbox, in: db)
            guard version >= 1, version <= head else {
                throw StateStoreError.noSuchVersion(sandbox: sandbox, version: version, current: head)
            }
            let oldest = try SQLiteStateStore.oldestVersion(of: sandbox, in: db)
            guard version >= oldest else {
                throw StateStoreError.versionNotKept(sandbox: sandbox, version: version, oldest: oldest)
            }
            return try SQLiteStateStore.state(of: sandbox, at: version, in: db)
        }
        return reporting(loaded, of: sandbox)
    }

    package func salvage(_ sandbox: String, at version: Int64) async throws(StateStoreError) -> StoredState {
        reporting(try await read { try SQLiteStateStore.state(of: sandbox, at: version, in: $0) }, of: sandbox)
    }

    /// The newest version, if no snapshot and no floor proves that there was a later one.
    static func checkedHead(of sandbox: String, in db: Database) throws -> Int64 {
        let head = try journalHead(of: sandbox, in: db).version
        let proof = try max(Snapshot.newest(of: sandbox, in: db)?.version ?? 0, oldestVersion(of: sandbox, in: db))
        guard proof <= head else { throw StateStoreError.damagedPatch(sandbox: sandbox, version: head + 1) }
        return head
    }

    private struct Loaded {
        let state: StoredState
        /// The snapshots that would have been nearer and cannot be used.
        let damagedSnapshots: [Int64]
    }

    private func reporting(_ loaded: Loaded, of sandbox: String) -> StoredState {
        for version in loaded.damagedSnapshots { foundDamage(.damagedSnapshot(sandbox: sandbox, version: version)) }
        return loaded.state
    }

    /// Begins with the newest snapshot that is as it was stored: the patches behind an older one lead to the same.
    private static func state(of sandbox: String, at version: Int64, in db: Database) throws -> Loaded {
        var damagedSnapshots: [Int64] = []
        for snapshot in try Snapshot.all(of: sandbox, upTo: version, in: db) {
            guard let content = try snapshot.content(in: db) else {
                damagedSnapshots.append(snapshot.version)
                continue
            }
            let state = try state(of: sandbox, at: version, behind: snapshot.version, content, in: db)
            return Loaded(state: state, damagedSnapshots: damagedSnapshots)
        }
        if let newest = damagedSnapshots.first, try oldestVersion(of: sandbox, in: db) > 1 {
            throw StateStoreError.damagedSnapshot(sandbox: sandbox, version: newest)
        }
        return Loaded(state: try state(of: sandbox, at: version, behind: 0, nil, in: db), damagedSnapshots: damagedSnapshots)
    }

    private static func state(
        of sandbox: String, at version: Int64, behind start: Int64, _ snapshot: Snapshot.Content?, in db: Database
    ) throws -> StoredState {
        // The row of the version itself is read where only its turn is needed, too: it may be damaged.
        var reader = JournalReader(sandbox: sandbox, after: min(start, version - 1))
        var patches: [[UInt8]] = []
        var turn = ""
        try reader.read(upTo: version, in: db) { row in
            if row.version > start { patches.append(Array(row.patch)) }
            if row.version == version { turn = String(decoding: row.turn, as: UTF8.self) }
        }
        return StoredState(
            sandbox: sandbox, version: version, turn: turn, snapshot: snapshot?.document, expiry: snapshot?.expiry ?? [],
            patches: patches
        )
    }
}
