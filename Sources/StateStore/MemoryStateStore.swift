import Synchronization

/// A store that forgets everything with the process, for tests.
package final class MemoryStateStore: StateStore {
    private struct Journal {
        var patches: [StoredPatch] = []
        /// From the oldest to the newest.
        var snapshots: [Snapshot] = []

        var head: JournalHead {
            JournalHead(version: patches.last?.version ?? 0, turn: patches.last?.turn)
        }

        /// The version of the first patch that is kept, 0 for none.
        var oldest: Int64 { patches.first?.version ?? 0 }

        func patches(after version: Int64) -> ArraySlice<StoredPatch> {
            patches.dropFirst(Int(clamping: max(0, version, oldest - 1) - max(0, oldest - 1)))
        }

        /// The bytes of the patches and snapshots from a version on.
        func size(from version: Int64) -> Int {
            patches(after: version - 1).reduce(0) { $0 + $1.patch.count }
                + snapshots.reduce(0) { $0 + ($1.version >= version ? $1.document.count + $1.expiry.count : 0) }
        }

        /// What leads to the version that `last` made.
        func state(of sandbox: String, upTo last: StoredPatch) -> StoredState {
            let snapshot = snapshots.last { $0.version <= last.version }
            let start = snapshot?.version ?? 0
            return StoredState(
                sandbox: sandbox,
                version: last.version,
                turn: last.turn,
                snapshot: snapshot?.document,
                expiry: snapshot?.expiry ?? [],
                patches: patches(after: start).prefix(Int(last.version - start)).map(\.patch)
            )
        }
    }

    private struct Snapshot {
        let version: Int64
        let document: [UInt8]
        let expiry: [UInt8]
    }

    private struct Contents {
        var journals: [String: Journal] = [:]
        var failure: StateStoreError?
    }

    private let contents = Mutex(Contents())

    package init() {}

    /// Makes every call fail with `error` until this is called with nil.
    package func fail(with error: StateStoreError?) {
        contents.withLock { $0.failure = error }
    }

    package func commit(_ group: [StateCommit]) async -> [CommitResult] {
        contents.withLock { contents in
            if let failure = contents.failure { return group.map { _ in .unavailable(failure) } }
            var heads: [String: JournalHead] = [:]
            return group.map { commit in
                var head = heads[commit.sandbox] ?? contents.journals[commit.sandbox, default: Journal()].head
                defer { heads[commit.sandbox] = head }
                guard head.accepts(commit) else {
                    head.refuse()
                    return .conflict(current: head.version)
                }
                head.advance(to: commit)
                contents.journals[commit.sandbox, default: Journal()].patches.append(StoredPatch(commit))
                return .committed
            }
        }
    }

    package func load(_ sandbox: String) async throws(StateStoreError) -> StoredState? {
        let journal = try journal(of: sandbox)
        return journal.patches.last.map { journal.state(of: sandbox, upTo: $0) }
    }

    package func load(_ sandbox: String, at version: Int64) async throws(StateStoreError) -> StoredState {
        let journal = try journal(of: sandbox)
        guard version >= 1, version <= journal.head.version, let last = journal.patches(after: version - 1).first else {
            throw .noSuchVersion(sandbox: sandbox, version: version, current: journal.head.version)
        }
        guard version >= journal.oldest else {
            throw .versionNotKept(sandbox: sandbox, version: version, oldest: journal.oldest)
        }
        return journal.state(of: sandbox, upTo: last)
    }

    package func oldestVersion(of sandbox: String) async throws(StateStoreError) -> Int64 {
        try journal(of: sandbox).oldest
    }

    package func version(of sandbox: String) async throws(StateStoreError) -> Int64 {
        try journal(of: sandbox).head.version
    }

    package func patches(
        of sandbox: String, after version: Int64, limit: Int
    ) async throws(StateStoreError) -> [StoredPatch] {
        Array(try journal(of: sandbox).patches(after: version).prefix(max(0, limit)))
    }

    package func tail(of sandbox: String) async throws(StateStoreError) -> JournalTail {
        let journal = try journal(of: sandbox)
        let patches = journal.patches(after: journal.snapshots.last?.version ?? 0)
        return JournalTail(
            patches: patches.count,
            patchBytes: patches.reduce(0) { $0 + $1.patch.count },
            snapshotBytes: journal.snapshots.last?.document.count ?? 0
        )
    }

    package func size(of sandbox: String) async throws(StateStoreError) -> Int {
        let journal = try journal(of: sandbox)
        return journal.size(from: journal.oldest)
    }

    package func writeSnapshot(
        of sandbox: String, version: Int64, document: [UInt8], expiry: [UInt8]
    ) async throws(StateStoreError) {
        let journal = try journal(of: sandbox)
        guard version >= 1, version <= journal.head.version else {
            throw .noSuchVersion(sandbox: sandbox, version: version, current: journal.head.version)
        }
        contents.withLock { contents in
            guard version > contents.journals[sandbox]?.snapshots.last?.version ?? 0 else { return }
            contents.journals[sandbox]?.snapshots.append(Snapshot(version: version, document: document, expiry: expiry))
        }
    }

    @discardableResult
    package func prune(
        _ sandbox: String, to retention: StateRetention, now: Int64
    ) async throws(StateStoreError) -> Int {
        _ = try read()
        return contents.withLock { contents in
            guard var journal = contents.journals[sandbox] else { return 0 }
            var wanted = retention.firstVersion(from: journal.oldest, to: journal.head.version, now: now) { version in
                journal.patches(after: version - 1).first?.time ?? now
            }
            while wanted < journal.head.version, journal.size(from: wanted) > retention.bytes { wanted += 1 }
            guard let floor = journal.snapshots.last(where: { $0.version <= wanted })?.version else { return 0 }
            let size = journal.size(from: journal.oldest)
            journal.patches = Array(journal.patches(after: floor - 1))
            journal.snapshots.removeAll { $0.version < floor }
            contents.journals[sandbox] = journal
            return size - journal.size(from: journal.oldest)
        }
    }

    package func cut(_ sandbox: String, to version: Int64, while goesOn: @escaping @Sendable () -> Bool) async throws(StateStoreError) {
        let oldest = try journal(of: sandbox).oldest
        guard version <= 0 || version >= oldest else { throw .versionNotKept(sandbox: sandbox, version: version, oldest: oldest) }
        contents.withLock { contents in
            contents.journals[sandbox]?.patches.removeAll { $0.version > version }
            contents.journals[sandbox]?.snapshots.removeAll { $0.version > version }
            if version <= 0 { contents.journals[sandbox] = nil }
        }
    }

    /// There are none.
    package func rebuildIndexes(while goesOn: @escaping @Sendable () -> Bool) async throws(StateStoreError) -> Bool { false }

    package func sandboxes() async throws(StateStoreError) -> [String] {
        try read().journals.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package func close() async {
        fail(with: .closed)
    }

    private func journal(of sandbox: String) throws(StateStoreError) -> Journal {
        try read().journals[sandbox] ?? Journal()
    }

    private func read() throws(StateStoreError) -> Contents {
        let contents = contents.withLock { $0 }
        if let failure = contents.failure { throw failure }
        return contents
    }
}

extension StoredPatch {
    fileprivate init(_ commit: StateCommit) {
        self.init(
            version: commit.version, patch: commit.patch, turn: commit.turn, cause: commit.cause, time: commit.time
        )
    }
}
