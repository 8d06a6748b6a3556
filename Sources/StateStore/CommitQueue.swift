import Glibc
import Synchronization

/// Collects the commits of all sandboxes and stores them in groups, so that one write to the disk serves many turns.
///
/// While one group is being stored the next one gathers: a lone commit waits for nobody, and under load the groups grow
/// by themselves.
package final class CommitQueue: Sendable {
    private struct Entry: Sendable {
        let commit: StateCommit
        let completion: @Sendable (CommitResult) -> Void
    }

    private struct State {
        var waiting: [Entry] = []
        /// Resumes ``run()``, which waits for entries.
        var wake: CheckedContinuation<Void, Never>?
        var isRunning = false
        var isShutDown = false

        mutating func resume() {
            wake?.resume()
            wake = nil
        }

        mutating func takeGroup() -> [Entry] {
            var count = 0
            var bytes = 0
            while count < min(waiting.count, CommitQueue.groupLimit) {
                bytes += waiting[count].commit.patch.count
                if count > 0, bytes > CommitQueue.groupByteLimit { break }
                count += 1
            }
            defer { waiting.removeFirst(count) }
            return Array(waiting.prefix(count))
        }
    }

    /// The most commits and the most patch bytes of one group: what is behind them would wait too long.
    private static let groupLimit = 512
    private static let groupByteLimit = 8 << 20

    private let store: any StateStore
    private let snapshots: SnapshotKeeper
    private let committed: @Sendable (StateCommit) -> Void
    private let state = Mutex(State())

    /// Makes a queue in front of `store`, which stores nothing before ``run()``.
    ///
    /// - Parameters:
    ///   - schedule: When a sandbox gets a snapshot.
    ///   - retention: How much of the history is kept. What is beyond goes behind snapshots, and once in an hour.
    ///   - now: Milliseconds since 1970.
    ///   - filling: Told once when the journal of a sandbox, or those of all, come near what they may take.
    ///   - committed: Told of every commit that is stored; it must not block.
    ///   - snapshotFailed: Told of a snapshot that could not be made, or of old versions that could not be removed, with
    ///     the sandbox's name, which is nil when the store could not tell what sandboxes there are. Nothing is lost by
    ///     it; the next time is when the schedule says so again.
    package init(
        store: any StateStore,
        snapshots schedule: SnapshotSchedule = SnapshotSchedule(),
        retention: StateRetention = StateRetention(),
        now: @escaping @Sendable () -> Int64 = { CommitQueue.systemTime },
        filling: @escaping @Sendable (StateUse) -> Void = { _ in },
        committed: @escaping @Sendable (StateCommit) -> Void = { _ in },
        snapshotFailed: @escaping @Sendable (_ sandbox: String?, _ error: StateStoreError) -> Void
    ) {
        self.store = store
        self.committed = committed
        snapshots = SnapshotKeeper(
            store: store, schedule: schedule, retention: retention, now: now, filling: filling, failed: snapshotFailed)
    }

    /// Milliseconds since 1970 by the system's clock.
    package static var systemTime: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Hands `commit` over to be stored; may be called from any thread and does not block.
    ///
    /// - Parameters:
    ///   - commit: Stored after every commit handed over before it.
    ///   - completion: Called once and soon; it must not block, as all results pass through one task. After
    ///     ``shutdown()`` it is called with ``StateStoreError/closed`` before this returns.
    package func submit(_ commit: StateCommit, completion: @escaping @Sendable (CommitResult) -> Void) {
        let isOpen = state.withLock { state in
            guard !state.isShutDown else { return false }
            state.waiting.append(Entry(commit: commit, completion: completion))
            state.resume()
            return true
        }
        if !isOpen { completion(.unavailable(.closed)) }
    }

    /// Stores `commit` and returns what became of it, whether or not the asking task is cancelled meanwhile.
    package func commit(_ commit: StateCommit) async -> CommitResult {
        await withCheckedContinuation { continuation in
            submit(commit) { continuation.resume(returning: $0) }
        }
    }

    /// Tells that nobody works on a sandbox's state for the time being: how long the next one will have to wait for it is seen to
    /// now.
    package func rest(_ sandbox: String) {
        snapshots.rest(sandbox)
    }

    /// Stores what is submitted, until ``shutdown()`` or the cancellation of the task; then returns as soon as
    /// everything submitted is answered. To be called once.
    ///
    /// - Parameter executor: Makes snapshots and removes old versions.
    package func run(keepingOn executor: (any TaskExecutor)? = nil) async {
        let isFirst = state.withLock { state in
            defer { state.isRunning = true }
            return !state.isRunning
        }
        // Safe: the host starts it, once.
        precondition(isFirst, "a commit queue runs once")
        await withTaskCancellationHandler {
            await withTaskGroup { tasks in
                // Replaying a large journal takes long, and commits need threads meanwhile.
                tasks.addTask(executorPreference: executor, priority: .background) { await self.snapshots.run() }
                tasks.addTask(executorPreference: executor, priority: .background) { await self.snapshots.sweep(every: .seconds(3600)) }
                await withTaskExecutorPreference(store.executor) { await storeGroups() }
                snapshots.shutdown()
                tasks.cancelAll()
            }
        } onCancel: {
            shutdown()
        }
    }

    /// Refuses commits from here on and lets ``run()`` end.
    package func shutdown() {
        state.withLock { state in
            state.isShutDown = true
            state.resume()
        }
    }

    private func storeGroups() async {
        while let group = await nextGroup() {
            let (stored, results) = await stored(group)
            for (entry, result) in zip(stored, results) {
                entry.completion(result)
                guard result == .committed else { continue }
                snapshots.note(entry.commit)
                committed(entry.commit)
            }
            await Task.yield()
        }
    }

    /// Stores a group but for what there is no room for, which is answered here.
    private func stored(_ group: [Entry]) async -> ([Entry], [CommitResult]) {
        var fitting: [Entry] = []
        for (entry, refusal) in zip(group, snapshots.refusals(of: group.map(\.commit))) {
            if let refusal { entry.completion(.unavailable(refusal)) } else { fitting.append(entry) }
        }
        guard !fitting.isEmpty else { return ([], []) }
        let results = await store.commit(fitting.map(\.commit))
        // Safe: a promise of the protocol, which no content of a store changes.
        precondition(results.count == fitting.count, "a state store answers every commit")
        return (fitting, results)
    }

    /// The bytes that the journal of a sandbox takes; nil before it was looked at.
    package func size(of sandbox: String) -> Int? { snapshots.size(of: sandbox) }

    /// Waits for commits and takes them; nil when there are none and none can come.
    private func nextGroup() async -> [Entry]? {
        while true {
            let (group, isShutDown) = state.withLock { ($0.takeGroup(), $0.isShutDown) }
            if !group.isEmpty { return group }
            if isShutDown { return nil }
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    if state.waiting.isEmpty, !state.isShutDown {
                        state.wake = continuation
                    } else {
                        continuation.resume()
                    }
                }
            }
        }
    }
}
