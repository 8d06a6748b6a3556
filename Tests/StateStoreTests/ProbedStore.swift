import StateStore
import Synchronization

/// A store in memory that tests can hold up and look into.
final class ProbedStore: StateStore {
    /// Opened when the first group has arrived.
    let hasGroup = Gate()
    /// Groups wait here.
    let commits = Gate()
    /// Opened when the first snapshot has arrived.
    let hasSnapshot = Gate()
    /// Snapshots wait here.
    let snapshots = Gate()
    /// Opened when a snapshot is stored.
    let keptSnapshot = Gate()
    let memory = MemoryStateStore()

    private let groups = Mutex<[[StateCommit]]>([])
    private let snapshotFault = Mutex<StateStoreError?>(nil)
    private let sizeQuestions = Mutex(0)

    /// The groups that arrived, in order.
    var groupsSoFar: [[StateCommit]] { groups.withLock { $0 } }

    /// Makes every snapshot fail with `error` until this is called with nil.
    func failSnapshots(with error: StateStoreError?) { snapshotFault.withLock { $0 = error } }

    /// How often a journal's size was asked for.
    var sizeQuestionsSoFar: Int { sizeQuestions.withLock { $0 } }

    init(opened gates: KeyPath<ProbedStore, Gate>...) {
        for gate in gates { self[keyPath: gate].open() }
    }

    func commit(_ group: [StateCommit]) async -> [CommitResult] {
        groups.withLock { $0.append(group) }
        hasGroup.open()
        await commits.pass()
        return await memory.commit(group)
    }

    func writeSnapshot(
        of sandbox: String, version: Int64, document: [UInt8], expiry: [UInt8]
    ) async throws(StateStoreError) {
        hasSnapshot.open()
        await snapshots.pass()
        if let fault = snapshotFault.withLock({ $0 }) { throw fault }
        try await memory.writeSnapshot(of: sandbox, version: version, document: document, expiry: expiry)
        keptSnapshot.open()
    }

    func load(_ sandbox: String) async throws(StateStoreError) -> StoredState? { try await memory.load(sandbox) }
    func load(_ sandbox: String, at version: Int64) async throws(StateStoreError) -> StoredState {
        try await memory.load(sandbox, at: version)
    }

    func oldestVersion(of sandbox: String) async throws(StateStoreError) -> Int64 {
        try await memory.oldestVersion(of: sandbox)
    }

    func prune(_ sandbox: String, to retention: StateRetention, now: Int64) async throws(StateStoreError) -> Int {
        try await memory.prune(sandbox, to: retention, now: now)
    }

    func cut(_ sandbox: String, to version: Int64, while goesOn: @escaping @Sendable () -> Bool) async throws(StateStoreError) {
        try await memory.cut(sandbox, to: version, while: goesOn)
    }
    func rebuildIndexes(while goesOn: @escaping @Sendable () -> Bool) async throws(StateStoreError) -> Bool {
        try await memory.rebuildIndexes(while: goesOn)
    }
    func version(of sandbox: String) async throws(StateStoreError) -> Int64 { try await memory.version(of: sandbox) }
    func tail(of sandbox: String) async throws(StateStoreError) -> JournalTail { try await memory.tail(of: sandbox) }
    func size(of sandbox: String) async throws(StateStoreError) -> Int {
        sizeQuestions.withLock { $0 += 1 }
        return try await memory.size(of: sandbox)
    }

    func sandboxes() async throws(StateStoreError) -> [String] { try await memory.sandboxes() }
    func close() async { await memory.close() }

    func patches(
        of sandbox: String, after version: Int64, limit: Int
    ) async throws(StateStoreError) -> [StoredPatch] {
        try await memory.patches(of: sandbox, after: version, limit: limit)
    }
}
