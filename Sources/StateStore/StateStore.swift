/// The durable memory of all sandboxes: for each of them a journal of patches, numbered from 1 without gaps.
///
/// The journal is the state. Snapshots only shorten what has to be read when a sandbox is opened, and losing them loses
/// nothing. A store serves calls from any task, and an answer never depends on whether the asking task is cancelled.
package protocol StateStore: Sendable {
    /// Appends the patches of `group` to their journals in one durable transaction.
    ///
    /// A commit is refused as a conflict when its version is not the next one, or when its parent is given and is not
    /// the turn stored last. When a commit is not stored, those behind it in the group for the same sandbox are
    /// conflicts as well, unless they name the stored turn as their parent. What is wrong with one sandbox's commits
    /// never changes the results of another's.
    ///
    /// - Parameter group: The commits, those of one sandbox in the order of their versions.
    /// - Returns: One result for each commit, in the order of `group`.
    func commit(_ group: [StateCommit]) async -> [CommitResult]

    /// Everything needed to make the sandbox's document, or nil when nothing is stored.
    func load(_ sandbox: String) async throws(StateStoreError) -> StoredState?

    /// Everything needed to make what the sandbox's state was at `version`.
    ///
    /// - Throws: ``StateStoreError/noSuchVersion(sandbox:version:current:)`` for one below 1 or above the newest, and
    ///   ``StateStoreError/versionNotKept(sandbox:version:oldest:)`` for one that is too old.
    func load(_ sandbox: String, at version: Int64) async throws(StateStoreError) -> StoredState

    /// The first version that ``load(_:at:)`` has: 1 as long as everything is kept, 0 when nothing is stored.
    func oldestVersion(of sandbox: String) async throws(StateStoreError) -> Int64

    /// The version stored last, which is the number of patches made, 0 for a sandbox that has none.
    func version(of sandbox: String) async throws(StateStoreError) -> Int64

    /// The patches that made the versions after `version`, at most `limit` of them, oldest first.
    ///
    /// Those of versions before ``oldestVersion(of:)`` are gone.
    func patches(
        of sandbox: String, after version: Int64, limit: Int
    ) async throws(StateStoreError) -> [StoredPatch]

    /// How much of the journal the newest snapshot does not cover.
    func tail(of sandbox: String) async throws(StateStoreError) -> JournalTail

    /// How many bytes the patches and snapshots of the sandbox take that are kept.
    func size(of sandbox: String) async throws(StateStoreError) -> Int

    /// Keeps a snapshot of the state at `version`, beside older ones, without holding up commits for long.
    ///
    /// Does nothing when there is a snapshot of that version or a later one.
    ///
    /// - Parameters:
    ///   - document: The JSON text of the document at `version`.
    ///   - expiry: The text of the ``ExpirySchedule`` at `version`, empty when nothing expires.
    /// - Throws: ``StateStoreError/noSuchVersion(sandbox:version:current:)`` when the journal does not reach `version`.
    func writeSnapshot(
        of sandbox: String, version: Int64, document: [UInt8], expiry: [UInt8]
    ) async throws(StateStoreError)

    /// Removes the versions that `retention` does not ask for, as far as nothing that is kept is built on them, without
    /// holding up commits for long.
    ///
    /// The oldest version that is kept then has a snapshot, or it is the first that there was.
    ///
    /// - Parameter now: Milliseconds since 1970.
    /// - Returns: By how many bytes ``size(of:)`` is less.
    @discardableResult
    func prune(_ sandbox: String, to retention: StateRetention, now: Int64) async throws(StateStoreError) -> Int

    /// Removes the versions after `version`, and with 0 all of them: what they were cannot be had again.
    ///
    /// - Parameter goesOn: Asked again and again; when it says no, the newest versions are removed and others are not.
    /// - Throws: ``StateStoreError/versionNotKept(sandbox:version:oldest:)`` for one that is too old, as then nothing would be left, and
    ///   ``StateStoreError/closed`` when `goesOn` says no.
    func cut(_ sandbox: String, to version: Int64, while goesOn: @escaping @Sendable () -> Bool) async throws(StateStoreError)

    /// Rebuilds the indexes that do not lead to every row of their tables, from those rows. Reads every key of the file, and while an
    /// index is rebuilt nothing is committed.
    ///
    /// - Parameter goesOn: Asked again and again.
    /// - Returns: Whether there was such an index. Where the table cannot be read nobody knows.
    /// - Throws: ``StateStoreError/file(_:_:)`` when there is one that cannot be rebuilt: then nothing is changed; and
    ///   ``StateStoreError/closed`` when `goesOn` says no.
    func rebuildIndexes(while goesOn: @escaping @Sendable () -> Bool) async throws(StateStoreError) -> Bool

    /// The newest version that the journal has a row of, 0 for none: also when a row beside it has a number that no version has, or when
    /// something shows that there were later ones.
    func newestRow(of sandbox: String) async throws(StateStoreError) -> Int64

    /// As ``load(_:at:)`` of a version from 1 to ``newestRow(of:)``, whatever is wrong behind that version.
    func salvage(_ sandbox: String, at version: Int64) async throws(StateStoreError) -> StoredState

    /// The names of all sandboxes that have a journal, in the order of their UTF-8 bytes.
    func sandboxes() async throws(StateStoreError) -> [String]

    /// Where commits are stored, when that is a place of its own: a task that commits again and again is best run there, with a
    /// `Task.yield()` between its commits for what else is to be written.
    var executor: (any TaskExecutor)? { get }

    /// Finishes what is under way and lets go of everything; later calls answer ``StateStoreError/closed``.
    func close() async
}

extension StateStore {
    package var executor: (any TaskExecutor)? { nil }

    package func cut(_ sandbox: String, to version: Int64) async throws(StateStoreError) {
        try await cut(sandbox, to: version, while: { true })
    }

    package func newestRow(of sandbox: String) async throws(StateStoreError) -> Int64 { try await version(of: sandbox) }

    package func salvage(_ sandbox: String, at version: Int64) async throws(StateStoreError) -> StoredState {
        try await load(sandbox, at: version)
    }

    /// All patches that made the versions after `version`, oldest first.
    package func patches(
        of sandbox: String, after version: Int64
    ) async throws(StateStoreError) -> [StoredPatch] {
        try await patches(of: sandbox, after: version, limit: .max)
    }
}
