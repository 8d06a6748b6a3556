import HTTPText
import JSONText
import StateStore

/// Reads a sandbox's state for a worker, away from the event loops: a large one takes long to put together.
struct StateReader: Sendable {
    let store: any StateStore
    let commits: CommitQueue

    /// What is stored and the version it has. A sandbox that has no state yet gets its seed, as version 1; without one it has nothing.
    @concurrent
    func read(_ sandbox: SandboxName, seed: StateSeed?) async throws(LoadFault) -> (stored: StoredState?, head: StateHead) {
        do {
            if let stored = try await store.load(sandbox.text) {
                return (stored, StateHead(version: stored.version, turn: stored.turn))
            }
        } catch {
            throw .state(error)
        }
        guard let seed else { return (nil, StateHead()) }
        let commit = StateCommit(
            sandbox: sandbox.text, version: 1, patch: StatePatch.replacingAll(with: seed.document).bytes,
            turn: "seed-\(SandboxServices.now)",
            cause: "seed", time: SandboxServices.now)
        switch await commits.commit(commit) {
        case .committed:
            let stored = StoredState(sandbox: sandbox.text, version: 1, turn: commit.turn, snapshot: seed.text, patches: [])
            return (stored, StateHead(version: 1, turn: commit.turn))
        // Another host was quicker: what it stored is the state.
        case .conflict: return try await read(sandbox, seed: nil)
        case .unavailable(let error): throw .state(error)
        }
    }

    /// What the host has to know of a state that was read. Of one that nothing is stored of, that is an empty object.
    @concurrent
    func outline(of stored: StoredState?, while goesOn: @escaping @Sendable () -> Bool) async -> Result<StateOutline, StateStoreError> {
        Result { () throws(StateStoreError) in try stored?.outline(while: goesOn) ?? StateOutline() }
    }

    /// What of the state expires, and when.
    @concurrent
    func expiry(
        of sandbox: SandboxName, while goesOn: @escaping @Sendable () -> Bool
    ) async throws(StateStoreError) -> ExpirySchedule {
        try await store.load(sandbox.text)?.expirySchedule(while: goesOn) ?? ExpirySchedule()
    }
}
