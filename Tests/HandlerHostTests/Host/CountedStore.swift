import StateStore
import Synchronization
import TestSupport

/// A store in memory that counts how often states are read, and may hold that up, and repairs.
final class CountedStore: StateStore {
    private struct Hold {
        var isHeld = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let memory = MemoryStateStore()
    private let count = Atomic<Int>(0)
    private let held = Mutex(Hold())

    private let lasts = Atomic<Bool>(false)
    private let repairing = Atomic<Bool>(false)

    /// Whether a repair is under way.
    var isRepairing: Bool { repairing.load(ordering: .relaxed) }

    /// Has repairs last until they are given up.
    func holdRepairs() { lasts.store(true, ordering: .relaxed) }

    var loads: Int { count.load(ordering: .relaxed) }

    /// How many wait to read a state.
    var heldLoads: Int { held.withLock { $0.waiting.count } }

    /// Holds up who reads a state, until ``release()``.
    func hold() { held.withLock { $0.isHeld = true } }

    func release() {
        let waiting = held.withLock { held in
            defer { held = Hold() }
            return held.waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    func load(_ sandbox: String) async throws(StateStoreError) -> StoredState? {
        defer { count.add(1, ordering: .relaxed) }
        await withCheckedContinuation { continuation in
            held.withLock { held in
                if held.isHeld { held.waiting.append(continuation) } else { continuation.resume() }
            }
        }
        return try await memory.load(sandbox)
    }

    func load(_ sandbox: String, at version: Int64) async throws(StateStoreError) -> StoredState {
        try await memory.load(sandbox, at: version)
    }

    func patches(of sandbox: String, after version: Int64, limit: Int) async throws(StateStoreError) -> [StoredPatch] {
        try await memory.patches(of: sandbox, after: version, limit: limit)
    }

    func writeSnapshot(of sandbox: String, version: Int64, document: [UInt8], expiry: [UInt8]) async throws(StateStoreError) {
        try await memory.writeSnapshot(of: sandbox, version: version, document: document, expiry: expiry)
    }

    func prune(_ sandbox: String, to retention: StateRetention, now: Int64) async throws(StateStoreError) -> Int {
        try await memory.prune(sandbox, to: retention, now: now)
    }

    func commit(_ group: [StateCommit]) async -> [CommitResult] { await memory.commit(group) }
    func oldestVersion(of sandbox: String) async throws(StateStoreError) -> Int64 { try await memory.oldestVersion(of: sandbox) }
    func cut(_ sandbox: String, to version: Int64, while goesOn: @escaping @Sendable () -> Bool) async throws(StateStoreError) {
        try await memory.cut(sandbox, to: version, while: goesOn)
    }
    func rebuildIndexes(while goesOn: @escaping @Sendable () -> Bool) async throws(StateStoreError) -> Bool {
        guard lasts.load(ordering: .relaxed) else { return try await memory.rebuildIndexes(while: goesOn) }
        repairing.store(true, ordering: .relaxed)
        do {
            try await eventually("the repair is given up") { !goesOn() }
        } catch {
            return false
        }
        throw .closed
    }
    func version(of sandbox: String) async throws(StateStoreError) -> Int64 { try await memory.version(of: sandbox) }
    func tail(of sandbox: String) async throws(StateStoreError) -> JournalTail { try await memory.tail(of: sandbox) }
    func size(of sandbox: String) async throws(StateStoreError) -> Int { try await memory.size(of: sandbox) }
    func sandboxes() async throws(StateStoreError) -> [String] { try await memory.sandboxes() }
    func close() async { await memory.close() }
}
