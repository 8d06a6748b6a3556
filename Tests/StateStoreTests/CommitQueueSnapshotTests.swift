import JSONText
import StateStore
import Synchronization
import TestSupport
import Testing

@Suite(.ownThreads, .timeLimit(.minutes(1)))
struct CommitQueueSnapshotTests {
    private let schedule = SnapshotSchedule(patches: 10, patchBytes: 1 << 20)

    private func commit(_ version: Int64) -> StateCommit {
        let patch = StatePatch([.add(JSONPointer(["n"]), .number(JSONNumber(Int(version))))])
        return StateCommit(
            sandbox: "a", version: version, patch: patch.bytes, turn: "t\(version)", cause: "put", time: 0)
    }

    private func queue(_ store: any StateStore) -> CommitQueue {
        CommitQueue(store: store, snapshots: schedule) { sandbox, error in
            Issue.record("snapshot of \(sandbox ?? "all"): \(error)")
        }
    }

    @Test func makesASnapshotWhenTheScheduleSaysSo() async throws {
        let store = ProbedStore(opened: \.commits, \.snapshots)
        let queue = queue(store)
        async let running: Void = queue.run()
        for version in 1...30 { _ = await queue.commit(commit(Int64(version))) }
        await store.keptSnapshot.pass()
        queue.shutdown()
        await running
        let state = try #require(try await store.load("a"))
        #expect(state.snapshot != nil)
        #expect(state.patches.count < 30)
        #expect(try state.document() == ["n": 30])
    }

    @Test func makesASnapshotSoonerWhenNobodyWorksOnTheState() async throws {
        let store = ProbedStore(opened: \.commits, \.snapshots)
        let text = String(repeating: "x", count: 100_000)
        let whole = StateCommit(
            sandbox: "a", version: 1, patch: StatePatch.replacingAll(with: ["text": .string(text)]).bytes, turn: "t1", cause: "put", time: 0
        )
        _ = await store.memory.commit([whole])
        try await store.memory.writeSnapshot(of: "a", version: 1, document: Array(#"{"text":"\#(text)"}"#.utf8), expiry: [])
        let queue = queue(store)
        async let running: Void = queue.run()
        for version in 2...40 { _ = await queue.commit(commit(Int64(version))) }
        #expect(try await store.load("a")?.patches.count == 39)
        queue.rest("a")
        await store.keptSnapshot.pass()
        queue.shutdown()
        await running
        let state = try #require(try await store.load("a"))
        #expect(state.patches.isEmpty)
        #expect(try state.document() == ["text": .string(text), "n": 40])
    }

    @Test func countsWhatWasStoredBeforeTheProcessBegan() async throws {
        let store = ProbedStore(opened: \.commits, \.snapshots)
        _ = await store.memory.commit((1...9).map { commit($0) })
        let queue = queue(store)
        async let running: Void = queue.run()
        _ = await queue.commit(commit(10))
        await store.keptSnapshot.pass()
        queue.shutdown()
        await running
        #expect(try await store.load("a")?.patches.isEmpty == true)
    }

    @Test func storesCommitsWhileASnapshotIsMade() async throws {
        let store = ProbedStore(opened: \.commits)
        let queue = queue(store)
        async let running: Void = queue.run()
        for version in 1...10 { _ = await queue.commit(commit(Int64(version))) }
        await store.hasSnapshot.pass()
        for version in 11...20 { #expect(await queue.commit(commit(Int64(version))) == .committed) }
        store.snapshots.open()
        queue.shutdown()
        await running
        #expect(try await store.load("a")?.document() == ["n": 20])
    }

    @Test func reportsASnapshotThatCannotBeMadeAndGoesOn() async throws {
        let store = ProbedStore(opened: \.commits, \.snapshots)
        let broken = StateCommit(
            sandbox: "broken", version: 1, patch: Array("no patch".utf8), turn: "t", cause: "put", time: 0)
        let reported = Gate()
        let queue = CommitQueue(store: store, snapshots: SnapshotSchedule(patches: 1)) { sandbox, error in
            #expect(sandbox == "broken")
            guard case .unreadablePatch(sandbox: "broken", version: 1, _) = error else {
                Issue.record("unexpected \(error)")
                return
            }
            reported.open()
        }
        async let running: Void = queue.run()
        #expect(await queue.commit(broken) == .committed)
        await reported.pass()
        #expect(await queue.commit(commit(1)) == .committed)
        await store.keptSnapshot.pass()
        queue.shutdown()
        await running
    }

    @Test func removesOldVersionsBehindASnapshot() async throws {
        let store = ProbedStore(opened: \.commits, \.snapshots)
        let queue = CommitQueue(
            store: store, snapshots: schedule, retention: StateRetention(versions: 12), now: { 0 },
            snapshotFailed: { Issue.record("\($0 ?? "all"): \($1)") })
        async let running: Void = queue.run()
        var version: Int64 = 0
        try await eventually("old versions are removed") {
            version += 1
            #expect(await queue.commit(commit(version)) == .committed)
            return try await store.oldestVersion(of: "a") > 1
        }
        let oldest = try await store.oldestVersion(of: "a")
        #expect(oldest <= version - 11)
        #expect(try await store.load("a", at: oldest).document() == ["n": .number(JSONNumber(Int(oldest)))])
        queue.shutdown()
        await running
    }

    /// A commit of `a` whose patch has more than 1,000 bytes.
    private func large(_ version: Int64) -> StateCommit {
        var commit = commit(version)
        commit.patch = StatePatch([.add(JSONPointer(["x"]), .string(String(repeating: "x", count: 1_000)))]).bytes
        return commit
    }

    /// While a journal is being cut it takes no more than twice of what it may; what others commit is stored.
    @Test func refusesChangesThatAJournalHasNoRoomFor() async throws {
        let store = ProbedStore(opened: \.commits)
        let uses = Mutex<[StateUse]>([])
        let queue = CommitQueue(
            store: store, snapshots: SnapshotSchedule(patches: 1), retention: StateRetention(bytes: 600), now: { 0 },
            filling: { use in uses.withLock { $0.append(use) } }, snapshotFailed: { Issue.record("\($0 ?? "all"): \($1)") })
        async let running: Void = queue.run()
        #expect(await queue.commit(large(1)) == .committed)
        await store.hasSnapshot.pass()
        let result = await queue.commit(large(2))
        if case .unavailable(.journalFull(sandbox: "a", let bytes, limit: 600)) = result {
            #expect(bytes >= 1_000 && queue.size(of: "a") == bytes)
        } else {
            Issue.record("\(result)")
        }
        try await eventually("the sandbox is told of") { uses.withLock { $0.first }?.owner == .sandbox("a") }
        var other = commit(1)
        other.sandbox = "b"
        #expect(await queue.commit(other) == .committed)
        store.snapshots.open()
        try await eventually("there is room again") { await queue.commit(large(2)) == .committed }
        queue.shutdown()
        await running
    }

    /// As when the disk was full: nothing but the change that is refused has anybody look again.
    @Test func takesChangesAgainAsSoonAsAJournalCanBeCut() async throws {
        let store = ProbedStore(opened: \.commits, \.snapshots)
        store.failSnapshots(with: .file("state.sqlite", .diskFull))
        let hasFailed = Gate()
        let queue = CommitQueue(
            store: store, snapshots: SnapshotSchedule(patches: 1), retention: StateRetention(bytes: 600), now: { 0 },
            snapshotFailed: { _, _ in hasFailed.open() })
        async let running: Void = queue.run()
        #expect(await queue.commit(large(1)) == .committed)
        await hasFailed.pass()
        guard case .unavailable(.journalFull) = await queue.commit(large(2)) else {
            Issue.record("a journal that cannot be cut takes more")
            queue.shutdown()
            return await running
        }
        store.failSnapshots(with: nil)
        try await eventually("there is room again") { await queue.commit(large(2)) == .committed }
        queue.shutdown()
        await running
    }

    /// Its snapshot alone takes more than the history may, and twice of that.
    @Test func aStateThatIsLargerThanItsHistoryMayBeGoesOnChanging() async throws {
        let store = ProbedStore(opened: \.commits, \.snapshots)
        let text = String(repeating: "x", count: 3_000)
        var whole = commit(1)
        whole.patch = StatePatch.replacingAll(with: ["text": .string(text)]).bytes
        _ = await store.memory.commit([whole])
        try await store.memory.writeSnapshot(of: "a", version: 1, document: Array(#"{"text":"\#(text)"}"#.utf8), expiry: [])
        let queue = CommitQueue(
            store: store, snapshots: SnapshotSchedule(patches: 1_000, patchBytes: 100), retention: StateRetention(bytes: 500), now: { 0 },
            snapshotFailed: { Issue.record("\($0 ?? "all"): \($1)") })
        async let running: Void = queue.run()
        var version: Int64 = 1
        try await eventually("older versions are removed again and again") {
            if await queue.commit(commit(version + 1)) == .committed { version += 1 }
            return try await store.oldestVersion(of: "a") > 100
        }
        #expect(try await store.memory.size(of: "a") < 15_000)
        queue.shutdown()
        await running
    }

    /// Adding up a journal reads all of it: it is done once, and from then on what comes and goes is counted.
    @Test func countsAJournalsSizeInsteadOfAskingAgain() async throws {
        let store = ProbedStore(opened: \.commits, \.snapshots)
        _ = await store.memory.commit((1...9).map { commit($0) })
        let queue = CommitQueue(
            store: store, snapshots: schedule, retention: StateRetention(versions: 20), now: { 0 },
            snapshotFailed: { Issue.record("\($0 ?? "all"): \($1)") })
        async let running: Void = queue.run()
        _ = await queue.commit(commit(10))
        try await eventually("the journal was measured") { try await queue.size(of: "a") == store.memory.size(of: "a") }
        for version in Int64(11)...200 { _ = await queue.commit(commit(version)) }
        try await eventually("old versions are gone") { try await store.oldestVersion(of: "a") > 100 }
        try await eventually("what is gone is counted") { try await queue.size(of: "a") == store.memory.size(of: "a") }
        #expect(store.sizeQuestionsSoFar <= 2, "the first look's and the first sweep's, of some twenty looks")
        queue.shutdown()
        await running
    }

    @Test func removesVersionsThatGrewOldWhileNothingRan() async throws {
        let store = ProbedStore(opened: \.commits, \.snapshots)
        _ = await store.memory.commit((1...9).map { commit($0) })
        try await store.memory.writeSnapshot(of: "a", version: 5, document: Array("{}".utf8), expiry: [])
        let queue = CommitQueue(
            store: store, retention: StateRetention(age: .seconds(1)), now: { 5000 },
            snapshotFailed: { Issue.record("\($0 ?? "all"): \($1)") })
        async let running: Void = queue.run()
        try await eventually("old versions are removed") { try await store.oldestVersion(of: "a") != 1 }
        #expect(try await store.oldestVersion(of: "a") == 5)
        queue.shutdown()
        await running
    }
}
