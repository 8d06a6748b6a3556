import JSONText

/// Edits of a state whose newest version cannot be read because a row before it, or a snapshot, is damaged. An edit that replaces all of
/// it needs only the number of the newest version, and a snapshot from which it is read then.
extension StateEditor {
    /// What an edit leaves that replaces all of a state; nil for one that does not.
    func whole(_ edit: StateEdit, of sandbox: String) async throws(StateEditError) -> StateContent? {
        switch edit {
        case .put(let document), .reset(let document): StateContent(document: document)
        case .load(let content): content
        case .restore(let version): try await content(of: sandbox, at: version)
        case .patch: nil
        }
    }

    /// The commit that leaves `whole`. Of what was there before nothing expires.
    func commit(
        _ edit: StateEdit, leaving whole: StateContent, of sandbox: String, if condition: StateCondition, turn: String, time: Int64
    ) async throws(StateEditError) -> StateCommit {
        let version: Int64
        do {
            version = try await store.version(of: sandbox)
            // Throws where something proves that there were later versions: nothing is stored behind a row that is not the last one.
            _ = try await store.patches(of: sandbox, after: version, limit: 1)
        } catch {
            throw .store(error)
        }
        guard condition.allows(version) else { throw .moved(current: version, condition) }
        let patch = try patch(from: Before(), to: whole)
        return StateCommit(sandbox: sandbox, version: version + 1, patch: patch, turn: turn, cause: edit.cause, time: time)
    }

    /// Has the state read from the version on that `commit` made, which is `content`, and not from damaged ones before it.
    ///
    /// When this fails, or the process ends before, the state is as unreadable as it was, and the edit can be made again.
    func begin(with content: StateContent, at commit: StateCommit) async throws(StateEditError) {
        do {
            try await store.writeSnapshot(
                of: commit.sandbox, version: commit.version, document: content.document.bytes(),
                expiry: content.expiry.isEmpty ? [] : content.expiry.bytes)
            _ = try await store.load(commit.sandbox)
        } catch {
            throw .store(error)
        }
    }
}
