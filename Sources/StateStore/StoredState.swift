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
    /// Patches before the last one that replaces the whole document count only for what expires: they need not fit the document, and
    /// need not be patches.
    ///
    /// - Parameter goesOn: Asked again and again.
    /// - Throws: ``StateStoreError/unreadableSnapshot(sandbox:version:reason:)``,
    ///   ``StateStoreError/unreadableExpiry(sandbox:version:reason:)``, ``StateStoreError/unreadablePatch(sandbox:version:reason:)``,
    ///   or ``StateStoreError/closed`` when `goesOn` says no.
    package func content(while goesOn: @escaping () -> Bool = { true }) throws(StateStoreError) -> StateContent {
        var strayTimes = 0
        var content = StateContent(expiry: try snapshotExpiry(&strayTimes, while: goesOn))
        let start = documentStart ?? 0
        if documentStart == nil, let snapshot {
            do {
                content.document = try JSONValue(parsing: snapshot, depthLimit: StatePatch.depthLimit, while: goesOn)
            } catch {
                guard goesOn() else { throw .closed }
                throw unreadableSnapshot(error)
            }
        }
        for offset in patches.indices where offset >= start || mayConcernExpiry(offset, content.expiry) {
            guard goesOn() else { throw .closed }
            try reading(offset, from: start, &strayTimes, while: goesOn) { patch throws(StatePatchError) in
                if offset < start { content.expiry.apply(patch) } else { try content.apply(patch) }
            }
        }
        return content
    }

    /// The document at ``version``. Before version 1 a state is an empty object.
    ///
    /// - Throws: As ``content(while:)``.
    package func document() throws(StateStoreError) -> JSONValue {
        try content().document
    }

    /// What the host has to know of ``content(while:)``, without its values.
    ///
    /// - Throws: As ``content(while:)``.
    package func outline(while goesOn: @escaping () -> Bool = { true }) throws(StateStoreError) -> StateOutline {
        var strayTimes = 0
        var outline = StateOutline(expiry: try snapshotExpiry(&strayTimes, while: goesOn))
        let start = documentStart ?? 0
        if documentStart == nil, let snapshot { outline.shape = try shape(of: snapshot) }
        for offset in patches.indices where offset >= start || mayConcernExpiry(offset, outline.expiry) {
            guard goesOn() else { throw .closed }
            try reading(offset, from: start, &strayTimes, while: goesOn) { patch throws(StatePatchError) in
                if offset >= start { _ = try outline.shape.apply(patch) }
                outline.expiry.apply(patch)
            }
        }
        outline.strayTimes = strayTimes
        return outline
    }

    /// What expires at ``version``, read without the document.
    ///
    /// - Parameter goesOn: Asked again and again.
    /// - Throws: ``StateStoreError/unreadableExpiry(sandbox:version:reason:)``,
    ///   ``StateStoreError/unreadablePatch(sandbox:version:reason:)``, or ``StateStoreError/closed`` when `goesOn` says no.
    package func expirySchedule(while goesOn: @escaping () -> Bool = { true }) throws(StateStoreError) -> ExpirySchedule {
        var strayTimes = 0
        var schedule = try snapshotExpiry(&strayTimes, while: goesOn)
        let start = documentStart ?? 0
        for offset in patches.indices where mayConcernExpiry(offset, schedule) {
            guard goesOn() else { throw .closed }
            try reading(offset, from: start, &strayTimes, while: goesOn) { patch throws(StatePatchError) in schedule.apply(patch) }
        }
        return schedule
    }

    /// What expires when the whole document is replaced next: what cannot be read counts for nothing then.
    package func readableExpiry() -> ExpirySchedule {
        var strayTimes = 0
        var schedule = (try? snapshotExpiry(&strayTimes)) ?? ExpirySchedule()
        for (offset, text) in patches.enumerated() where mayConcernExpiry(offset, schedule) {
            if let patch = try? StatePatch(stored: text) { schedule.apply(patch) }
        }
        return schedule
    }

    /// The index of the last patch that begins by replacing the whole document, nil where there is none: what was before it does not
    /// count for the document.
    package var documentStart: Int? {
        // As ``StatePatch/bytes`` writes it.
        let beginning = Array(#"[{"op":"replace","path":"","value":"#.utf8)
        return patches.lastIndex { $0.starts(with: beginning) }
    }

    private func mayConcernExpiry(_ offset: Int, _ schedule: ExpirySchedule) -> Bool {
        !schedule.isEmpty || StoredState.mayExpire(patches[offset])
    }

    /// Reads a patch and does something with it. One before the start of the document that cannot be read is left out.
    ///
    /// - Parameter strayTimes: How many times outside of ``StatePatch/times`` were read.
    private func reading(
        _ offset: Int, from documentStart: Int, _ strayTimes: inout Int, while goesOn: @escaping () -> Bool,
        _ body: (StatePatch) throws(StatePatchError) -> Void
    ) throws(StateStoreError) {
        do {
            try body(StatePatch(stored: patches[offset], strayTimes: &strayTimes, while: goesOn))
        } catch {
            guard goesOn() else { throw .closed }
            guard offset >= documentStart else { return }
            throw .unreadablePatch(sandbox: sandbox, version: snapshotVersion + Int64(offset) + 1, reason: error)
        }
    }

    private func shape(of snapshot: [UInt8]) throws(StateStoreError) -> DocumentShape {
        if let shape = DocumentShapeReader.shape(of: snapshot), case .object = shape { return shape }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: snapshot, depthLimit: StatePatch.depthLimit)
        } catch {
            throw unreadableSnapshot(error)
        }
        guard value.object != nil else {
            let reason = StatePatchError.Reason.leavesNoObject(found: value.typeName)
            throw .unreadablePatch(sandbox: sandbox, version: snapshotVersion, reason: .operation(index: 0, reason: reason))
        }
        return DocumentShape(value)
    }

    private func unreadableSnapshot(_ reason: JSONSyntaxError) -> StateStoreError {
        .unreadableSnapshot(sandbox: sandbox, version: snapshotVersion, reason: reason)
    }

    private var snapshotVersion: Int64 { version - Int64(patches.count) }

    private func snapshotExpiry(
        _ strayTimes: inout Int, while goesOn: @escaping () -> Bool = { true }
    ) throws(StateStoreError) -> ExpirySchedule {
        guard !expiry.isEmpty else { return ExpirySchedule() }
        do {
            return try ExpirySchedule(parsing: expiry, strayTimes: &strayTimes, while: goesOn)
        } catch {
            guard goesOn() else { throw .closed }
            guard documentStart == nil else { return ExpirySchedule() }
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
