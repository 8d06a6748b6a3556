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
    /// The text of the ``ExpirySchedule`` that belongs to ``snapshot``, empty when nothing expires.
    package let expiry: [UInt8]
    /// The JSON texts of the patches behind the snapshot, in order.
    package let patches: [[UInt8]]

    package init(
        sandbox: String, version: Int64, turn: String, snapshot: [UInt8]?, expiry: [UInt8] = [], patches: [[UInt8]]
    ) {
        self.sandbox = sandbox
        self.version = version
        self.turn = turn
        self.snapshot = snapshot
        self.expiry = expiry
        self.patches = patches
    }

    /// The document and what of it expires, at ``version``. Before version 1 a state is an empty object.
    ///
    /// - Throws: ``StateStoreError/unreadableSnapshot(sandbox:version:reason:)``,
    ///   ``StateStoreError/unreadableExpiry(sandbox:version:reason:)`` or
    ///   ``StateStoreError/unreadablePatch(sandbox:version:reason:)``.
    package func content() throws(StateStoreError) -> StateContent {
        var content = StateContent(expiry: try snapshotExpiry())
        if let snapshot {
            do {
                content.document = try JSONValue(parsing: snapshot, depthLimit: StatePatch.depthLimit)
            } catch {
                throw .unreadableSnapshot(sandbox: sandbox, version: snapshotVersion, reason: error)
            }
        }
        for (offset, patch) in patches.enumerated() {
            do {
                try content.apply(StatePatch(parsing: patch))
            } catch {
                throw .unreadablePatch(sandbox: sandbox, version: snapshotVersion + Int64(offset) + 1, reason: error)
            }
        }
        return content
    }

    /// The document at ``version``. Before version 1 a state is an empty object.
    ///
    /// - Throws: As ``content()``.
    package func document() throws(StateStoreError) -> JSONValue {
        try content().document
    }

    /// What expires at ``version``, read without the document.
    ///
    /// - Throws: ``StateStoreError/unreadableExpiry(sandbox:version:reason:)`` or
    ///   ``StateStoreError/unreadablePatch(sandbox:version:reason:)``.
    package func expirySchedule() throws(StateStoreError) -> ExpirySchedule {
        var schedule = try snapshotExpiry()
        for (offset, patch) in patches.enumerated() {
            if schedule.isEmpty, !StoredState.mayExpire(patch) { continue }
            do {
                schedule.apply(try StatePatch(parsing: patch))
            } catch {
                throw .unreadablePatch(sandbox: sandbox, version: snapshotVersion + Int64(offset) + 1, reason: error)
            }
        }
        return schedule
    }

    private var snapshotVersion: Int64 { version - Int64(patches.count) }

    private func snapshotExpiry() throws(StateStoreError) -> ExpirySchedule {
        guard !expiry.isEmpty else { return ExpirySchedule() }
        do {
            return try ExpirySchedule(parsing: expiry)
        } catch {
            throw .unreadableExpiry(sandbox: sandbox, version: snapshotVersion, reason: error)
        }
    }

    /// Whether the text of a patch can have an `expire` in it: the word as it is, or with letters written as escapes.
    package static func mayExpire(_ patch: [UInt8]) -> Bool {
        patch.withUnsafeBytes { bytes in
            bytes.indices.contains { index in
                switch bytes[index] {
                case UInt8(ascii: "e"): bytes[index...].starts(with: "expire".utf8)
                case UInt8(ascii: "\\"): bytes[index...].starts(with: "\\u".utf8)
                default: false
                }
            }
        }
    }
}
