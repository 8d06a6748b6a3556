package import JSONText

/// Makes edits of states by hand, each as one version.
///
/// What an edit depends on, its condition included, and what it is stored behind are one version: an edit that meets another
/// change is prepared once more (optimistic concurrency control).
package struct StateEditor: Sendable {
    /// How often an edit begins before it gives up against others.
    private static let attempts = 8

    let store: any StateStore
    private let commit: @Sendable (StateCommit) async -> CommitResult
    /// The most bytes that a state may have.
    private let limit: Int
    private let goesOn: @Sendable () -> Bool

    /// - Parameters:
    ///   - goesOn: Asked again and again: an edit that nobody waits for is given up. Once it has said no it says nothing else.
    ///   - commit: Stores one commit.
    package init(
        store: any StateStore, limit: Int, while goesOn: @escaping @Sendable () -> Bool = { true },
        commit: @escaping @Sendable (StateCommit) async -> CommitResult
    ) {
        self.goesOn = goesOn
        self.store = store
        self.limit = limit
        self.commit = commit
    }

    /// Edits the state of `sandbox`.
    ///
    /// - Parameters:
    ///   - seed: What the state begins with: when nothing is stored that becomes the first version, and the edit the second.
    ///   - turn: The identity of the edit.
    ///   - time: In milliseconds since 1970.
    /// - Returns: The version that it made.
    @concurrent
    package func make(
        _ edit: StateEdit, of sandbox: String, if condition: StateCondition = .none, seed: @Sendable () -> JSONValue? = { nil },
        turn: String, time: Int64
    ) async throws(StateEditError) -> Int64 {
        for _ in 0..<Self.attempts {
            guard goesOn() else { throw .abandoned }
            let (commit, whole) = try await prepare(edit, of: sandbox, if: condition, seed: seed, turn: turn, time: time)
            // An edit that was given up on the way is cut short. Once the store has it, its result is waited for.
            guard goesOn() else { throw .abandoned }
            switch await self.commit(commit) {
            case .committed where commit.turn == turn:
                if let whole { try await begin(with: whole, at: commit) }
                return commit.version
            // The seed, or somebody else was quicker.
            case .committed, .conflict: continue
            case .unavailable(let error): throw .store(error)
            }
        }
        throw .conflict
    }

    /// The commit that makes the edit, or the one that stores the seed before; and what the edit leaves, where what was there before cannot
    /// be read.
    private func prepare(
        _ edit: StateEdit, of sandbox: String, if condition: StateCondition, seed: @Sendable () -> JSONValue?, turn: String, time: Int64
    ) async throws(StateEditError) -> (StateCommit, whole: StateContent?) {
        let stored: StoredState?
        do {
            stored = try await store.load(sandbox)
        } catch {
            guard error.damagedVersion != nil, let whole = try await whole(edit, of: sandbox) else { throw .store(error) }
            return (try await commit(edit, leaving: whole, of: sandbox, if: condition, turn: turn, time: time), whole)
        }
        if stored == nil, let seed = seed() {
            let commit = StateCommit(
                sandbox: sandbox, version: 1, patch: StatePatch.replacingAll(with: seed).bytes, turn: "seed-\(time)", cause: "seed",
                time: time)
            return (commit, nil)
        }
        let version = stored?.version ?? 0
        guard condition.allows(version) else { throw .moved(current: version, condition) }
        let patch = try await patch(edit, of: sandbox, from: stored)
        let commit = StateCommit(
            sandbox: sandbox, version: version + 1, parent: stored?.turn, patch: patch, turn: turn, cause: edit.cause, time: time)
        return (commit, nil)
    }

    private func patch(_ edit: StateEdit, of sandbox: String, from stored: StoredState?) async throws(StateEditError) -> [UInt8] {
        switch edit {
        case .patch(let handwritten): return try changes(handwritten, of: stored)
        case .put(let document):
            let before = try before(stored)
            var expiry = before.expiry
            expiry.apply(.replace(.root, document))
            return try patch(from: before, to: StateContent(document: document, expiry: expiry))
        case .reset(let document): return try patch(from: before(stored), to: StateContent(document: document))
        case .load(let content): return try patch(from: before(stored), to: content)
        case .restore(let version): return try patch(from: before(stored), to: try await content(of: sandbox, at: version))
        }
    }

    func content(of sandbox: String, at version: Int64) async throws(StateEditError) -> StateContent {
        do {
            return try await store.content(of: sandbox, at: version, while: goesOn)
        } catch {
            guard goesOn() else { throw .abandoned }
            throw .store(error)
        }
    }

    private func changes(_ handwritten: HandwrittenPatch, of stored: StoredState?) throws(StateEditError) -> [UInt8] {
        let before: StateContent
        do {
            before = try stored?.content(while: goesOn) ?? StateContent()
        } catch {
            guard goesOn() else { throw .abandoned }
            throw .store(error)
        }
        let after: StateContent
        do {
            after = try handwritten.result(on: before, copying: limit, while: goesOn)
        } catch {
            throw .patch(error)
        }
        guard after.document.object != nil else { throw .notAnObject(after.document.typeName) }
        if let text = handwritten.changes?.bytes(while: goesOn), text.count <= limit {
            try checkSize(after.document)
            return text
        }
        return try patch(from: Before(before), to: after)
    }

    /// What a state was, as far as it can be read. What an edit leaves that replaces all of it does not depend on that, and neither may
    /// whether it can be made.
    struct Before {
        let document: JSONValue?
        let expiry: ExpirySchedule

        /// Nothing is known.
        init() { (document, expiry) = (nil, ExpirySchedule()) }

        init(_ content: StateContent) { (document, expiry) = (content.document, content.expiry) }

        /// Only what expires is known.
        init(_ expiry: ExpirySchedule) { (document, self.expiry) = (nil, expiry) }
    }

    private func before(_ stored: StoredState?) throws(StateEditError) -> Before {
        guard let stored else { return Before(StateContent()) }
        do {
            return Before(try stored.content(while: goesOn))
        } catch {
            guard goesOn() else { throw .abandoned }
            return Before(stored.readableExpiry())
        }
    }

    /// The text of the shortest patch that makes exactly `new`, the order of members included. It begins by replacing the whole
    /// document where the old one is not known.
    func patch(from old: Before, to new: StateContent) throws(StateEditError) -> [UInt8] {
        let size = try checkSize(new.document)
        if let document = old.document {
            let content = StateContent(document: document, expiry: old.expiry)
            let patch = StatePatch(from: content, to: new, while: goesOn).bytes(while: goesOn)
            guard patch.count > size else { return patch }
        }
        guard goesOn() else { throw .abandoned }
        let whole = StatePatch.replacingAll(with: new.document)
        var content = StateContent(expiry: old.expiry)
        // A whole document fits everywhere.
        try? content.apply(whole)
        return StatePatch(whole.operations + StatePatch(from: content, to: new, while: goesOn).operations).bytes(while: goesOn)
    }

    @discardableResult
    private func checkSize(_ document: JSONValue) throws(StateEditError) -> Int {
        let size = document.bytes(while: goesOn).count
        guard goesOn() else { throw .abandoned }
        guard size <= limit else { throw .tooLarge(bytes: size, limit: limit) }
        return size
    }
}
