import JSONText
import Synchronization

/// Makes snapshots of the sandboxes whose journals grow, and removes versions that are not kept any longer: one sandbox
/// at a time and beside the commits.
final class SnapshotKeeper: Sendable {
    /// What is known of one sandbox that had commits.
    private struct Watch {
        /// What no snapshot covers; nil from when the sandbox is queued until the store has told it.
        var tail: JournalTail?
        /// Whether the store has told what the journal takes: from then on what comes and goes is counted.
        var isMeasured = false
        /// When it may be looked at again because a change was refused: it failed lately.
        var nextAttempt = ContinuousClock.now

        /// Counts a patch, and says whether the sandbox has to be looked at.
        mutating func isDue(after bytes: Int, _ schedule: SnapshotSchedule, isPressed: Bool) -> Bool {
            guard tail != nil else { return false }
            tail?.patches += 1
            tail?.patchBytes += bytes
            return tail.map { schedule.isDue($0, isPressed: isPressed) } ?? false
        }
    }

    private struct State {
        var watches: [String: Watch] = [:]
        /// The sandboxes to look at, each at most once.
        var queue: [String] = []
        /// Those of them that nobody works on.
        var atRest: Set<String> = []
        /// Resumes ``run()``, which waits for sandboxes to look at.
        var wake: CheckedContinuation<Void, Never>?
        var isShutDown = false
        var use: JournalUse

        /// Whether `sandbox` is queued or being looked at.
        func isWaiting(_ sandbox: String) -> Bool {
            watches[sandbox].map { $0.tail == nil } ?? false
        }

        mutating func enqueue(_ sandbox: String) {
            watches[sandbox, default: Watch()].tail = nil
            queue.append(sandbox)
            resume()
        }

        mutating func resume() {
            wake?.resume()
            wake = nil
        }
    }

    /// How long a sandbox is left alone that could not be looked at, while its changes are refused.
    private static let pause = Duration.seconds(1)

    private let store: any StateStore
    private let schedule: SnapshotSchedule
    private let retention: StateRetention
    private let now: @Sendable () -> Int64
    private let failed: @Sendable (_ sandbox: String?, StateStoreError) -> Void
    private let filling: @Sendable (StateUse) -> Void
    private let state: Mutex<State>

    init(
        store: any StateStore,
        schedule: SnapshotSchedule,
        retention: StateRetention,
        now: @escaping @Sendable () -> Int64,
        filling: @escaping @Sendable (StateUse) -> Void,
        failed: @escaping @Sendable (_ sandbox: String?, StateStoreError) -> Void
    ) {
        self.store = store
        self.schedule = schedule
        self.retention = retention
        self.now = now
        self.filling = filling
        self.failed = failed
        state = Mutex(State(use: JournalUse(retention)))
    }

    /// Counts a patch that is stored.
    ///
    /// The first one of a sandbox has the store asked what was there before: the journal is older than the process.
    func note(_ commit: StateCommit) {
        let warnings = state.withLock { state in
            let isPressed = state.use.add(commit.patch.count, to: commit.sandbox)
            let isDue = state.watches[commit.sandbox]?.isDue(after: commit.patch.count, schedule, isPressed: isPressed)
            guard isDue ?? true else { return [StateUse]() }
            state.enqueue(commit.sandbox)
            return state.use.warnings(about: commit.sandbox)
        }
        for use in warnings { filling(use) }
    }

    /// Why commits cannot be stored, for each of a group; nil for those that can. Where one cannot, it is looked whether that has changed.
    func refusals(of commits: [StateCommit]) -> [StateStoreError?] {
        state.withLock { state in
            commits.map { commit -> StateStoreError? in
                guard let refusal = state.use.refusal(of: commit.patch.count, in: commit.sandbox) else { return nil }
                if let watch = state.watches[commit.sandbox], watch.tail != nil, watch.nextAttempt <= .now { state.enqueue(commit.sandbox) }
                return refusal
            }
        }
    }

    /// The bytes that the journal of a sandbox takes; nil before it was looked at.
    func size(of sandbox: String) -> Int? { state.withLock { $0.use[sandbox] } }

    /// Has a sandbox looked at that nobody works on for the time being.
    func rest(_ sandbox: String) {
        state.withLock { state in
            state.atRest.insert(sandbox)
            // Not only when it is not waiting: one that is being looked at may have been taken for one at work.
            if !state.queue.contains(sandbox) { state.enqueue(sandbox) }
        }
    }

    /// Has every sandbox looked at, at once and again and again, until the task is cancelled: versions grow old where
    /// nothing is committed, too.
    func sweep(every interval: Duration) async {
        while !Task.isCancelled {
            do throws(StateStoreError) {
                let sandboxes = try await store.sandboxes()
                state.withLock { state in
                    for sandbox in sandboxes where !state.isWaiting(sandbox) {
                        // What was counted may have drifted off.
                        state.watches[sandbox]?.isMeasured = false
                        state.enqueue(sandbox)
                    }
                }
            } catch {
                failed(nil, error)
            }
            // Ends early when the task is cancelled, and that is looked at above.
            try? await Task.sleep(for: interval)
        }
    }

    /// Makes snapshots until ``shutdown()``; a snapshot under way is finished.
    func run() async {
        while let sandbox = await next() {
            var tail = JournalTail(patches: 0, patchBytes: 0, snapshotBytes: 0)
            let arrears = state.withLock { $0.use.arrears(of: sandbox) }
            do {
                tail = try await shorten(sandbox)
                if state.withLock({ $0.watches[sandbox]?.isMeasured != true }) { try await measure(sandbox) }
                let removed = try await store.prune(sandbox, to: state.withLock { $0.use.retention(of: sandbox) }, now: now())
                state.withLock { state in
                    state.use.grow(by: -removed, sandbox)
                    state.use.settle(sandbox, after: arrears)
                }
            } catch {
                // A stop waits for no long journal to be read, and that is no failure.
                guard error != .closed || !state.withLock({ $0.isShutDown }) else { continue }
                state.withLock { $0.watches[sandbox]?.nextAttempt = .now + Self.pause }
                failed(sandbox, error)
            }
            state.withLock { [tail] in $0.watches[sandbox]?.tail = tail }
        }
    }

    func shutdown() {
        state.withLock { state in
            state.isShutDown = true
            state.resume()
        }
    }

    /// Makes a snapshot of `sandbox` if one is due, and returns what no snapshot covers then.
    private func shorten(_ sandbox: String) async throws(StateStoreError) -> JournalTail {
        let tail = try await store.tail(of: sandbox)
        let (isAtRest, isPressed) = state.withLock { ($0.atRest.remove(sandbox) != nil, $0.use.isPressed(sandbox)) }
        guard schedule.isDue(tail, isAtRest: isAtRest, isPressed: isPressed), let stored = try await store.load(sandbox) else {
            return tail
        }
        // A stop waits for the snapshot that is being stored, and not for the state to be read and written out.
        let goesOn = { self.state.withLock { !$0.isShutDown } }
        let content = try stored.content(while: goesOn)
        let expiry = content.expiry.isEmpty ? [] : content.expiry.bytes
        let document = content.document.bytes(while: goesOn)
        guard goesOn() else { throw .closed }
        try await store.writeSnapshot(of: sandbox, version: stored.version, document: document, expiry: expiry)
        state.withLock { $0.use.grow(by: document.count + expiry.count, sandbox) }
        return try await store.tail(of: sandbox)
    }

    /// Asks the store what a sandbox takes, which reads its whole journal: once, and again in each ``sweep(every:)``. What is
    /// committed meanwhile is missing until then.
    private func measure(_ sandbox: String) async throws(StateStoreError) {
        let size = try await store.size(of: sandbox)
        let warnings = state.withLock { state in
            state.use.set(sandbox, to: size)
            state.watches[sandbox]?.isMeasured = true
            return state.use.warnings(about: sandbox)
        }
        for use in warnings { filling(use) }
    }

    private func next() async -> String? {
        while true {
            let (sandbox, isShutDown) = state.withLock { state in
                (state.queue.isEmpty || state.isShutDown ? nil : state.queue.removeFirst(), state.isShutDown)
            }
            if sandbox != nil || isShutDown { return sandbox }
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    if state.queue.isEmpty, !state.isShutDown {
                        state.wake = continuation
                    } else {
                        continuation.resume()
                    }
                }
            }
        }
    }
}
