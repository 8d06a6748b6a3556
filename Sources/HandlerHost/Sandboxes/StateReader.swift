import JSONText
import StateStore

/// Reads a sandbox's state for a worker, away from the event loops: a large one takes long to put together.
struct StateReader: Sendable {
    let store: any StateStore
    let commits: CommitQueue

    /// The document and the version it has. A sandbox that has no state yet gets its seed, as version 1.
    @concurrent
    func read(_ sandbox: SandboxName, seed: JSONValue?) async throws(LoadFault) -> (state: StateTexts, head: StateHead) {
        do {
            if let stored = try await store.load(sandbox.text) {
                return (try StateTexts(stored), StateHead(version: stored.version, turn: stored.turn))
            }
        } catch {
            throw .state(error)
        }
        guard let seed else { return (StateTexts(), StateHead()) }
        let commit = StateCommit(
            sandbox: sandbox.text, version: 1, patch: StatePatch.replacingAll(with: seed).bytes, turn: "seed-\(SandboxServices.now)",
            cause: "seed", time: SandboxServices.now)
        switch await commits.commit(commit) {
        case .committed: return (StateTexts(document: seed.bytes()), StateHead(version: 1, turn: commit.turn))
        // Another host was quicker: what it stored is the state.
        case .conflict: return try await read(sandbox, seed: nil)
        case .unavailable(let error): throw .state(error)
        }
    }
}
