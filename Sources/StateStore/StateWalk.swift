/// Goes through the versions of a state from one on, and holds what the state is at each of them.
package struct StateWalk: Sendable {
    /// How many patches are read at once: any of them may be as large as the state.
    private static let pageLength = 64

    private let store: any StateStore
    private let sandbox: String
    /// The version that the walk has come to.
    package private(set) var version: Int64
    private var content: StateContent

    /// Begins behind `version`, 0 for the first one.
    ///
    /// - Throws: What ``StateStore/content(of:at:)`` throws.
    package init(of sandbox: String, after version: Int64, in store: any StateStore) async throws(StateStoreError) {
        self.store = store
        self.sandbox = sandbox
        self.version = version
        content = try await store.content(of: sandbox, at: version)
    }

    /// Goes through some of the versions up to `last`, and calls `show` with what each of them changed.
    ///
    /// - Parameter isWanted: Whether that is asked for; finding it out costs more than going on.
    /// - Returns: Whether there is more to go.
    /// - Throws: ``StateStoreError/versionNotKept(sandbox:version:oldest:)`` when the next version is gone.
    package mutating func advance(
        upTo last: Int64 = .max, where isWanted: (Int64) -> Bool = { _ in true }, show: (StateHistoryEntry) -> Void
    ) async throws(StateStoreError) -> Bool {
        let count = min(Int64(Self.pageLength), last - version)
        guard count > 0 else { return false }
        let patches = try await store.patches(of: sandbox, after: version, limit: Int(count))
        for patch in patches {
            guard patch.version == version + 1 else {
                throw .versionNotKept(sandbox: sandbox, version: version + 1, oldest: patch.version)
            }
            do {
                if isWanted(patch.version) {
                    show(try entry(patch))
                } else {
                    try content.apply(StatePatch(stored: patch.patch))
                }
            } catch {
                throw .unreadablePatch(sandbox: sandbox, version: patch.version, reason: error)
            }
            version = patch.version
        }
        return patches.count == Self.pageLength && version < last
    }

    private mutating func entry(_ stored: StoredPatch) throws(StatePatchError) -> StateHistoryEntry {
        var changes: [StateChange] = []
        for (index, operation) in try StatePatch(stored: stored.patch).operations.enumerated() {
            do {
                changes += try StateChange.making(operation, on: &content)
            } catch .operation(_, let reason) {
                throw .operation(index: index, reason: reason)
            }
        }
        return StateHistoryEntry(
            version: stored.version, time: stored.time, turn: stored.turn, cause: stored.cause, changes: changes)
    }
}
