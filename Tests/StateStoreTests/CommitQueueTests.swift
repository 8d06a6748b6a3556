import StateStore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CommitQueueTests {
    private func commit(_ sandbox: String, _ version: Int64, bytes: Int = 2) -> StateCommit {
        let blanks = [UInt8](repeating: UInt8(ascii: " "), count: bytes - 2)
        return StateCommit(
            sandbox: sandbox, version: version, patch: Array("[".utf8) + blanks + Array("]".utf8), turn: "t\(version)",
            cause: "put", time: 0
        )
    }

    private func queue(_ store: any StateStore) -> CommitQueue {
        CommitQueue(store: store) { sandbox, error in Issue.record("snapshot of \(sandbox ?? "all"): \(error)") }
    }

    @Test func answersEveryCommit() async throws {
        let store = MemoryStateStore()
        let queue = queue(store)
        async let running: Void = queue.run()
        #expect(await queue.commit(commit("a", 1)) == .committed)
        #expect(await queue.commit(commit("a", 3)) == .conflict(current: 1))
        store.fail(with: .file("state.sqlite", .diskFull))
        #expect(await queue.commit(commit("a", 2)) == .unavailable(.file("state.sqlite", .diskFull)))
        store.fail(with: nil)
        #expect(await queue.commit(commit("a", 2)) == .committed)
        queue.shutdown()
        await running
        #expect(try await store.version(of: "a") == 2)
    }

    @Test func gathersWhatComesWhileAGroupIsStored() async {
        let store = ProbedStore()
        let queue = queue(store)
        async let running: Void = queue.run()
        queue.submit(commit("a", 1)) { _ in }
        await store.hasGroup.pass()
        for version in 2...9 { queue.submit(commit("a", Int64(version))) { _ in } }
        queue.submit(commit("b", 1)) { _ in }
        store.commits.open()
        queue.shutdown()
        await running
        #expect(store.groupsSoFar.map(\.count) == [1, 9])
    }

    @Test func keepsTheOrderWhateverThreadsSubmit() async throws {
        let store = MemoryStateStore()
        let queue = queue(store)
        async let running: Void = queue.run()
        let refused = await withTaskGroup(of: Int.self) { tasks in
            for sandbox in 0..<20 {
                tasks.addTask {
                    let results = Mutex<[CommitResult]>([])
                    for version in 1...100 {
                        // Nothing is awaited: later versions are submitted before earlier ones are stored.
                        queue.submit(commit("s\(sandbox)", Int64(version))) { result in results.withLock { $0.append(result) } }
                    }
                    let last = await queue.commit(commit("s\(sandbox)", 101))
                    return results.withLock { $0.filter { $0 != .committed }.count } + (last == .committed ? 0 : 1)
                }
            }
            var refused = 0
            for await count in tasks { refused += count }
            return refused
        }
        #expect(refused == 0)
        queue.shutdown()
        await running
        for sandbox in 0..<20 { #expect(try await store.version(of: "s\(sandbox)") == 101) }
    }

    @Test func storesWhatWasSubmittedBeforeItRuns() async {
        let queue = queue(MemoryStateStore())
        let answered = Gate()
        queue.submit(commit("a", 1)) { result in
            if result == .committed { answered.open() }
        }
        async let running: Void = queue.run()
        await answered.pass()
        queue.shutdown()
        await running
    }

    @Test func endsWithEverythingAnswered() async {
        let store = ProbedStore()
        let queue = queue(store)
        let answers = Mutex<[CommitResult]>([])
        async let running: Void = queue.run()
        for version in 1...3 {
            queue.submit(commit("a", Int64(version))) { result in answers.withLock { $0.append(result) } }
        }
        await store.hasGroup.pass()
        queue.shutdown()
        queue.submit(commit("a", 4)) { result in answers.withLock { $0.append(result) } }
        #expect(answers.withLock { $0 } == [.unavailable(.closed)])
        store.commits.open()
        await running
        #expect(answers.withLock { $0 } == [.unavailable(.closed), .committed, .committed, .committed])
    }

    @Test func endsWhenItsTaskIsCancelled() async throws {
        let store = ProbedStore()
        let queue = queue(store)
        let running = Task { await queue.run() }
        async let result = queue.commit(commit("a", 1))
        await store.hasGroup.pass()
        running.cancel()
        store.commits.open()
        await running.value
        #expect(await result == .committed)
        #expect(await queue.commit(commit("a", 2)) == .unavailable(.closed))
    }

    @Test func storesForATaskThatIsCancelled() async throws {
        let store = ProbedStore()
        let queue = queue(store)
        async let running: Void = queue.run()
        let asking = Task { await queue.commit(commit("a", 1)) }
        await store.hasGroup.pass()
        asking.cancel()
        store.commits.open()
        #expect(await asking.value == .committed)
        queue.shutdown()
        await running
        #expect(try await store.version(of: "a") == 1)
    }

    @Test func limitsTheSizeOfAGroup() async {
        let store = ProbedStore(opened: \.commits, \.snapshots)
        let queue = queue(store)
        for version in 1...1100 { queue.submit(commit("a", Int64(version))) { _ in } }
        for version in 1...3 { queue.submit(commit("b", Int64(version), bytes: 5 << 20)) { _ in } }
        queue.submit(commit("c", 1, bytes: 9 << 20)) { _ in }
        queue.shutdown()
        await queue.run()
        #expect(store.groupsSoFar.map(\.count) == [512, 512, 77, 1, 1, 1])
    }

    @Test func runsOnce() async {
        await #expect(processExitsWith: .failure) {
            let queue = CommitQueue(store: MemoryStateStore()) { _, _ in }
            queue.shutdown()
            await queue.run()
            await queue.run()
        }
    }
}
