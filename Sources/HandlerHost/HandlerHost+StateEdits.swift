import HTTPText
package import JSONText
import StateStore
import Synchronization

/// Editing states by hand. Each edit is one version, and its number is returned; no turn comes between its condition and its change.
extension HandlerHost {
    /// Makes a document, the JSON text of an object, the state of a sandbox.
    @concurrent
    package func putState(
        of name: String, _ document: [UInt8], if conditions: StateConditions = StateConditions()
    ) async throws(StateRefusal) -> Int64 {
        try await editing(name, conditions) { goesOn throws(StateEditError) in
            .edit(.put(try StateEdit.document(document, while: goesOn)))
        }
    }

    /// Makes the changes of a JSON Patch (RFC 6902), all or none of them.
    @concurrent
    package func patchState(
        of name: String, _ patch: [UInt8], if conditions: StateConditions = StateConditions()
    ) async throws(StateRefusal) -> Int64 {
        try await editing(name, conditions) { goesOn throws(StateEditError) in
            do throws(HandwrittenPatchError) {
                return .edit(.patch(try HandwrittenPatch(parsing: patch, while: goesOn)))
            } catch {
                throw .patch(error)
            }
        }
    }

    package func resetState(
        of name: String, to reset: StateReset = .seedOrEmpty, if conditions: StateConditions = StateConditions()
    ) async throws(StateRefusal) -> Int64 {
        try await editing(name, conditions) { _ in .reset(reset) }
    }

    /// Makes the state what it was at a version that is kept.
    package func restoreState(
        of name: String, to version: Int64, if conditions: StateConditions = StateConditions()
    ) async throws(StateRefusal) -> Int64 {
        try await editing(name, conditions) { _ in .edit(.restore(version)) }
    }

    /// Makes the state what it was when it was exported.
    ///
    /// - Parameter archive: As ``stateExport(of:withHistory:)`` makes it.
    @concurrent
    package func importState(
        of name: String, _ archive: [UInt8], if conditions: StateConditions = StateConditions()
    ) async throws(StateRefusal) -> Int64 {
        try await editing(name, conditions) { goesOn throws(StateEditError) in
            do throws(StateArchiveError) {
                return .edit(.load(try StateArchive(parsing: archive, while: goesOn).content))
            } catch {
                throw .archive(error)
            }
        }
    }

    /// Makes the newest version of a state readable, and returns the newest one that is left and what was done, as
    /// ``StateRepair/Outcome/json``.
    package func repairState(of name: String) async throws(StateRefusal) -> (version: Int64, done: JSONValue) {
        let outcome = Mutex<StateRepair.Outcome?>(nil)
        _ = try await editing(name, StateConditions()) { _ in .repair { done in outcome.withLock { $0 = done } } }
        guard let done = outcome.withLock({ $0 }) else { throw StateRefusal(StateStoreError.closed) }
        return (done.version, done.json)
    }

    /// - Parameter kind: Reads what was sent, as long as it is waited for.
    private func editing(
        _ name: String, _ conditions: StateConditions,
        _ kind: @Sendable (_ goesOn: @escaping @Sendable () -> Bool) throws(StateEditError) -> HandEdit.Kind
    ) async throws(StateRefusal) -> Int64 {
        let condition = try conditions.condition()
        let known: SandboxName
        do throws(StateEditError) {
            known = try knownName(name)
        } catch {
            throw StateRefusal(error)
        }
        // The seed is known when the files have been read.
        try await settled(known)
        do throws(StateEditError) {
            guard let sandbox = directory[known] else { throw .noSuchSandbox(name, nearest: []) }
            let kind = try await withTaskExecutorPreference(services.reading.executor(for: known)) { () async throws(StateEditError) in
                try kind { !sandbox.isAbandoned.load(ordering: .relaxed) }
            }
            let result = await withCheckedContinuation { continuation in
                let edit = HandEdit(kind: kind, condition: condition) { continuation.resume(returning: $0) }
                // Removed in this moment.
                if !sandbox.give(.edit(edit)) { edit.completion(.failure(.noSuchSandbox(name, nearest: []))) }
            }
            return try result.get()
        } catch {
            throw StateRefusal(error)
        }
    }
}
