import HTTPText
import StateStore
import Synchronization

extension LiveSandbox {
    /// How long an edit may take, in which no turn runs.
    private static let editingTime = Duration.seconds(20)

    /// Makes an edit of the state. No turn runs meanwhile; when there was one, the next turn has a worker that starts from it.
    func make(_ edit: HandEdit) async {
        isHeld = true
        await quiet()
        defer {
            isHeld = false
            pump()
            if worker == nil, goesOnLoading { openLater() }
        }
        guard !isClosing else { return edit.completion(.failure(.noSuchSandbox(name.text, nearest: []))) }
        do throws(StateEditError) {
            let head = try await carryOut(edit)
            worker?.kill()
            worker = nil
            stored = head
            expected = head
            // It may be the state that kept the newest version from serving.
            if served == nil, let newest {
                // Who comes from here on waits for what comes of loading it.
                problem = nil
                loadAgain(newest)
            }
            // It is stored: reading what expires holds up no answer.
            edit.completion(.success(head.version))
            await reloadExpiry()
        } catch {
            edit.completion(.failure(error))
        }
    }

    private func carryOut(_ edit: HandEdit) async throws(StateEditError) -> StateHead {
        if case .repair(let told) = edit.kind {
            let outcome = try await repair()
            told(outcome)
            return StateHead(version: outcome.version)
        }
        let end = clock.now + Self.editingTime
        let goesOn = { @Sendable [clock] in !self.isAbandoned.load(ordering: .relaxed) && clock.now < end }
        let limit = (served?.bundle.settings.limits ?? services.limits).state
        let commits = services.commits
        let editor = StateEditor(store: services.store, limit: limit, while: goesOn) { await commits.commit($0) }
        let turn = services.nextTurn().description
        let version = try await Self.make(edit, of: name.text, seed: newest?.seed, with: editor, turn: turn, while: goesOn)
        return StateHead(version: version, turn: turn)
    }

    /// Makes an edit away from the event loop, and lets everything large go there.
    @concurrent
    private static func make(
        _ edit: HandEdit, of name: String, seed: StateSeed?, with editor: StateEditor, turn: String,
        while goesOn: @escaping @Sendable () -> Bool
    ) async throws(StateEditError) -> Int64 {
        let kind: StateEdit
        switch edit.kind {
        case .edit(let edit): kind = edit
        case .reset(let reset): kind = .reset(try reset.document(of: name, seed: seed, while: goesOn))
        // It makes no version.
        case .repair: return 0
        }
        return try await editor.make(
            kind, of: name, if: edit.condition, seed: { seed?.document(while: goesOn) }, turn: turn, time: SandboxServices.now)
    }

    private func repair() async throws(StateEditError) -> StateRepair.Outcome {
        do {
            return try await StateRepair.mend(name.text, in: services.store) { !self.isAbandoned.load(ordering: .relaxed) }
        } catch {
            throw .store(error)
        }
    }
}
