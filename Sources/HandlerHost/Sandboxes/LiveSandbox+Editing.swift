import StateStore

extension LiveSandbox {
    /// Makes an edit of the state. No turn runs meanwhile; when there was one, the next turn has a worker that starts from it.
    func make(_ edit: HandEdit) async {
        isHeld = true
        await quiet()
        defer {
            isHeld = false
            pump()
            if worker == nil { openLater() }
        }
        guard !isClosing else { return edit.completion(.failure(.noSuchSandbox(name.text, nearest: []))) }
        let seed = newest?.seed
        let limit = (served?.bundle.settings.limits ?? services.limits).state
        let commits = services.commits
        let editor = StateEditor(store: services.store, limit: limit) { await commits.commit($0) }
        let turn = services.nextTurn().description
        do throws(StateEditError) {
            let kind: StateEdit =
                switch edit.kind {
                case .edit(let kind): kind
                case .reset(let reset): .reset(try reset.document(of: name.text, seed: seed))
                }
            let version = try await editor.make(
                kind, of: name.text, if: edit.condition, seed: seed, turn: turn, time: SandboxServices.now)
            worker?.kill()
            worker = nil
            stored = StateHead(version: version, turn: turn)
            expected = stored
            await reloadExpiry()
            edit.completion(.success(version))
        } catch {
            edit.completion(.failure(error))
        }
    }
}
