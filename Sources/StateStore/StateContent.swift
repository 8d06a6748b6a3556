package import JSONText

/// What a sandbox's state is at one version: its document, and what of that expires when.
package struct StateContent: Sendable, Equatable {
    package var document: JSONValue
    package var expiry: ExpirySchedule

    /// Makes the content that a state has before version 1 unless another one is given: an empty object.
    package init(document: JSONValue = [:], expiry: ExpirySchedule = ExpirySchedule()) {
        self.document = document
        self.expiry = expiry
    }

    /// Makes the changes of `patch`, at the cost of what they touch.
    ///
    /// On an error the document keeps the changes before the failing operation, as with ``StatePatch/apply(to:)``, and
    /// the schedule is as it was.
    package mutating func apply(_ patch: StatePatch) throws(StatePatchError) {
        try patch.apply(to: &document)
        expiry.apply(patch)
    }

    /// Makes the changes of `patch`, all or none of them, and returns the patch that takes them back.
    ///
    /// Applying that one gives an equal content: members that were removed come back as the last ones of their objects.
    package mutating func applyReversibly(_ patch: StatePatch) throws(StatePatchError) -> StatePatch {
        var inverses: [[StatePatch.Operation]] = []
        inverses.reserveCapacity(patch.operations.count)
        for (index, operation) in patch.operations.enumerated() {
            do {
                inverses.append(try applyReversibly(operation))
            } catch {
                // What was changed is there, so changing it back cannot fail.
                for inverse in inverses.reversed() { _ = try? apply(StatePatch(inverse)) }
                throw .operation(index: index, reason: error)
            }
        }
        return StatePatch(inverses.reversed().flatMap(\.self))
    }

    private mutating func applyReversibly(
        _ operation: StatePatch.Operation
    ) throws(StatePatchError.Reason) -> [StatePatch.Operation] {
        if case .expire(let path, _) = operation {
            let before = expiry[path]
            expiry.apply(operation)
            return [.expire(path, at: before)]
        }
        guard let inverse = try operation.apply(to: &document) else { return [] }
        let places = expiry.isEmpty ? [] : Set([operation.path, inverse.path])
        let lost = places.flatMap { expiry.entries(inside: $0) }.filter { operation.drops($0.path) || inverse.drops($0.path) }
        expiry.apply(operation)
        return [inverse] + lost.map { .expire($0.path, at: $0.time) }
    }
}

extension StatePatch.Operation {
    /// Whether an entry of ``ExpirySchedule`` for `place` goes with this change of the document.
    fileprivate func drops(_ place: JSONPointer) -> Bool {
        guard place.tokens.starts(with: path.tokens, by: { JSONKey($0) == JSONKey($1) }) else { return false }
        switch self {
        case .add(_, var value), .replace(_, var value):
            for token in place.tokens.dropFirst(path.tokens.count) {
                guard let member = value.object?[token] else { return true }
                value = member
            }
            return false
        case .remove: return true
        case .expire: return false
        }
    }
}
