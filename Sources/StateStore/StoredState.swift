package import JSONText

/// What a store has of one sandbox: a snapshot to start from and the patches behind it.
package struct StoredState: Sendable, Equatable {
    /// The sandbox's name.
    package let sandbox: String
    /// The version that the patches lead to, at least 1.
    package let version: Int64
    /// The turn that made ``version``: the parent of the next commit.
    package let turn: String
    /// The JSON text of the whole document at `version - patches.count`; nil when the patches begin at version 1.
    package let snapshot: [UInt8]?
    /// The JSON texts of the patches behind the snapshot, in order.
    package let patches: [[UInt8]]

    package init(sandbox: String, version: Int64, turn: String, snapshot: [UInt8]?, patches: [[UInt8]]) {
        self.sandbox = sandbox
        self.version = version
        self.turn = turn
        self.snapshot = snapshot
        self.patches = patches
    }

    /// The document at ``version``. Before version 1 a state is an empty object.
    ///
    /// - Throws: ``StateStoreError/unreadableSnapshot(sandbox:version:reason:)`` or
    ///   ``StateStoreError/unreadablePatch(sandbox:version:reason:)``.
    package func document() throws(StateStoreError) -> JSONValue {
        var document = JSONValue.object([:])
        var version = version - Int64(patches.count)
        if let snapshot {
            do {
                document = try JSONValue(parsing: snapshot, depthLimit: StatePatch.depthLimit)
            } catch {
                throw .unreadableSnapshot(sandbox: sandbox, version: version, reason: error)
            }
        }
        for patch in patches {
            version += 1
            do {
                try StatePatch(parsing: patch).apply(to: &document)
            } catch {
                throw .unreadablePatch(sandbox: sandbox, version: version, reason: error)
            }
        }
        return document
    }
}
