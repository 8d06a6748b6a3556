import GRDB
import StateStore
import Synchronization
import TestSupport

@testable import SQLiteStateStore

/// Commits to several sandboxes at the same time, with snapshots and the removal of old versions beside them.
struct Workload {
    let folder: String
    /// Told of every commit before it is handed over, and of every one that was acknowledged.
    let note: @Sendable (String) -> Void
    /// Whether the disk may fail, so that commits may be refused and stores may not open.
    let mayFail: Bool
    private var generator: SeededGenerator
    private var attempts = 0

    private static let sandboxes = ["a", "b", "заказы"]

    init(folder: String, seed: UInt64, mayFail: Bool, note: @escaping @Sendable (String) -> Void) {
        self.folder = folder
        self.note = note
        self.mayFail = mayFail
        generator = SeededGenerator(seed: seed)
    }

    /// Opens the store, makes `steps` groups of commits, and closes it if `closes`; returns it.
    mutating func session(steps: Int, closes: Bool) async throws -> SQLiteStateStore? {
        let store: SQLiteStateStore
        do throws(StateStoreError) {
            store = try SQLiteStateStore(folder: folder) { _ in }
        } catch {
            if mayFail, case .file = error { return nil }
            throw error
        }
        // Moves what is in the log into the file again and again.
        _ = await store.write { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 24") }
        let failures = Mutex<[StateStoreError]>([])
        let queue = CommitQueue(
            store: store, snapshots: SnapshotSchedule(patches: 6, patchBytes: 2048), retention: StateRetention(versions: 8),
            snapshotFailed: { _, error in failures.withLock { $0.append(error) } })
        async let running: Void = queue.run()
        do {
            for _ in 0..<steps { try await step(queue, store) }
        } catch {
            queue.shutdown()
            await running
            throw error
        }
        queue.shutdown()
        await running
        if let failure = failures.withLock({ $0.first }), !mayFail { throw failure }
        if closes { await store.close() }
        return store
    }

    private mutating func step(_ queue: CommitQueue, _ store: SQLiteStateStore) async throws {
        var commits: [StateCommit] = []
        for sandbox in Self.sandboxes where Int.random(in: 0..<3, using: &generator) > 0 {
            var parent: String?
            let newest: Int64
            do throws(StateStoreError) {
                newest = try await store.version(of: sandbox)
                if newest > 0 { parent = try await store.patches(of: sandbox, after: newest - 1).first?.turn }
            } catch {
                if mayFail, case .file = error { continue }
                throw error
            }
            for offset in 1...Int64.random(in: 1...3, using: &generator) {
                attempts += 1
                let version = newest + offset
                let turn = "t\(version).\(attempts).\(UInt16.random(in: 0 ... .max, using: &generator))"
                let patch = Ledger.patch(sandbox, version, turn).bytes
                commits.append(
                    StateCommit(
                        sandbox: sandbox, version: version, parent: parent, patch: patch, turn: turn, cause: "GET /", time: version))
                parent = turn
            }
        }
        for commit in commits { note(Ledger.line("submit", commit)) }
        await withTaskGroup { tasks in
            // Handed over in their order, and answered in any.
            for commit in commits {
                let (results, continuation) = AsyncStream.makeStream(of: CommitResult.self)
                let (note, mayFail) = (note, mayFail)
                queue.submit(commit) { result in
                    if result == .committed { note(Ledger.line("ack", commit)) }
                    precondition(mayFail || result == .committed, "a commit was refused")
                    continuation.yield(result)
                    continuation.finish()
                }
                tasks.addTask { for await _ in results {} }
            }
        }
    }
}
