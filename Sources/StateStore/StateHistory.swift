import JSONText

/// Tells what the versions of a sandbox's state changed.
///
/// Reads the journal in pages, and the state from the snapshot nearest to the oldest version asked for.
package struct StateHistory: Sendable {
    /// How many patches are read at once to find those that concern a place.
    private static let pageLength = 64

    private let store: any StateStore
    private let sandbox: String

    package init(of sandbox: String, in store: any StateStore) {
        self.store = store
        self.sandbox = sandbox
    }

    /// The entries asked for, newest first.
    ///
    /// What made the oldest kept version is not among them, unless that is the first one: nobody knows what was before.
    @concurrent
    package func entries(_ query: StateHistoryQuery = StateHistoryQuery()) async throws(StateStoreError) -> [StateHistoryEntry] {
        let newest = try await store.version(of: sandbox)
        let oldest = try await store.oldestVersion(of: sandbox)
        let first = oldest > 1 ? oldest + 1 : 1
        var candidates = Candidates(next: min(newest, max(1, query.before ?? .max) - 1))
        var found: [StateHistoryEntry] = []
        while found.count < query.limit {
            try await find(&candidates, count: query.limit - found.count, from: first, query)
            guard let lowest = candidates.versions.last, let highest = candidates.versions.first else { break }
            let wanted = Set(candidates.versions)
            var walk = try await StateWalk(of: sandbox, after: lowest - 1, in: store)
            var entries: [StateHistoryEntry] = []
            var goesOn = true
            while goesOn {
                goesOn = try await walk.advance(upTo: highest, where: wanted.contains) { entry in
                    if let selection = query.selection(from: entry) { entries.append(selection) }
                }
            }
            found += entries.reversed()
            candidates.versions = []
        }
        return found
    }

    /// Versions that may have changed what is asked for.
    private struct Candidates {
        /// Descending.
        var versions: [Int64] = []
        /// The next one to look at.
        var next: Int64
    }

    private func find(
        _ candidates: inout Candidates, count: Int, from first: Int64, _ query: StateHistoryQuery
    ) async throws(StateStoreError) {
        while candidates.versions.count < count, candidates.next >= first {
            let wanted = query.path.tokens.isEmpty ? min(count, Self.pageLength) : Self.pageLength
            let start = max(first - 1, candidates.next - Int64(wanted))
            let patches = try await store.patches(of: sandbox, after: start, limit: Int(candidates.next - start))
            for stored in patches.reversed() where candidates.versions.count < count {
                if let since = query.since, stored.time < since {
                    // Turns are stored a little out of the order in which they came.
                    if stored.time < max(since, StatePatch.times.lowerBound) - Self.disorder { candidates.next = 0 }
                    if candidates.next == 0 { return }
                    candidates.next = stored.version - 1
                    continue
                }
                candidates.next = stored.version - 1
                if try mayConcern(stored, query) { candidates.versions.append(stored.version) }
            }
            // Gone meanwhile.
            if patches.isEmpty { candidates.next = 0 }
        }
    }

    /// In milliseconds.
    private static let disorder: Int64 = 60_000

    private func mayConcern(_ stored: StoredPatch, _ query: StateHistoryQuery) throws(StateStoreError) -> Bool {
        guard !query.path.tokens.isEmpty else { return true }
        do {
            return query.mayConcern(try StatePatch(stored: stored.patch))
        } catch {
            throw .unreadablePatch(sandbox: sandbox, version: stored.version, reason: error)
        }
    }
}
