package import JSONText

/// What leads from one version of a state to another one.
package struct StateDifference: Sendable, Equatable {
    package let from: Int64
    package let to: Int64
    /// Makes the one state of the other, and has the same expire.
    package let patch: StatePatch
    package let changes: [StateChange]

    /// - Parameter last: Nil for the newest version.
    /// - Throws: What ``StateStore/content(of:at:)`` throws.
    @concurrent
    package init(of sandbox: String, from first: Int64, to last: Int64?, in store: any StateStore) async throws(StateStoreError) {
        from = first
        if let last { to = last } else { to = try await store.version(of: sandbox) }
        var content = try await store.content(of: sandbox, at: first)
        patch = StatePatch(from: content, to: try await store.content(of: sandbox, at: to))
        var changes: [StateChange] = []
        for operation in patch.operations {
            // It has been made for this content.
            changes += (try? StateChange.making(operation, on: &content)) ?? []
        }
        self.changes = changes
    }
}

extension StateDifference {
    /// The difference as an object: `from`, `to`, `patch`, and `changes` as in a ``StateHistoryEntry``.
    package var json: JSONValue {
        [
            "from": .number(JSONNumber(Int(from))), "to": .number(JSONNumber(Int(to))),
            "patch": (try? JSONValue(parsing: patch.bytes, depthLimit: StatePatch.depthLimit + 2)) ?? [],
            "changes": .array(changes.map(\.json)),
        ]
    }
}
