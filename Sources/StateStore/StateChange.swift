package import JSONText

/// What one version made of one place of a state.
package struct StateChange: Sendable, Equatable {
    package enum Effect: Sendable, Equatable {
        /// The values before and after; nil where nothing was or is.
        case value(before: JSONValue?, after: JSONValue?)
        /// When the place expires, in milliseconds since 1970; nil for never.
        case expiry(before: Int64?, after: Int64?)
    }

    /// Where. An element that was inserted or removed has the index that it got or had.
    package let path: JSONPointer
    package let effect: Effect

    package init(path: JSONPointer, effect: Effect) {
        self.path = path
        self.effect = effect
    }

    /// What the change means for `place`; nil when that is the same as before.
    func seen(from place: JSONPointer) -> StateChange? {
        if path.isInside(place) { return self }
        guard place.isInside(path), case .value(let before, let after) = effect else { return nil }
        let rest = JSONPointer(Array(place.tokens.dropFirst(path.tokens.count)))
        let effect = Effect.value(before: before?[rest], after: after?[rest])
        return effect.isNone ? nil : StateChange(path: place, effect: effect)
    }
}

extension StateChange.Effect {
    /// Whether nothing is different.
    fileprivate var isNone: Bool {
        switch self {
        case .value(let before?, let after?): before.isSame(as: after)
        case .value(let before, let after): before == nil && after == nil
        case .expiry(let before, let after): before == after
        }
    }
}

extension StateChange {
    /// Makes the change of an operation on `content`, and returns what is different then: for one container in the place of
    /// another that is what is different inside.
    static func making(
        _ operation: StatePatch.Operation, on content: inout StateContent
    ) throws(StatePatchError) -> [StateChange] {
        let change: StateChange
        switch operation {
        case .expire(let path, let time):
            change = StateChange(path: path, effect: .expiry(before: content.expiry[path], after: time))
        case .replace(let path, let value):
            change = StateChange(path: path, effect: .value(before: content.document[path], after: value))
        case .remove(let path):
            change = StateChange(path: path, effect: .value(before: content.document[path], after: nil))
        case .add(let path, let value):
            if let (place, count) = path.element(in: content.document) {
                change = StateChange(path: place ?? path.dropLast().appending(count), effect: .value(before: nil, after: value))
            } else {
                change = StateChange(path: path, effect: .value(before: content.document[path], after: value))
            }
        }
        try content.apply(StatePatch([operation]))
        return try change.details()
    }

    /// The changes inside, when this puts one container in the place of another.
    private func details() throws(StatePatchError) -> [StateChange] {
        guard case .value(let before?, let after?) = effect else { return effect.isNone ? [] : [self] }
        switch (before, after) {
        case (.object, .object), (.array, .array):
            let patch = StatePatch(from: before, to: after)
            // As different as can be: the whole is shorter than its parts.
            if case .replace(.root, _)? = patch.operations.first { return [self] }
            var content = StateContent(document: before)
            var changes: [StateChange] = []
            for operation in patch.operations { changes += try Self.making(operation, on: &content) }
            return changes.map { StateChange(path: JSONPointer(path.tokens + $0.path.tokens), effect: $0.effect) }
        default: return effect.isNone ? [] : [self]
        }
    }
}

extension JSONPointer {
    /// Whether this is `place` or a place inside of it.
    package func isInside(_ place: JSONPointer) -> Bool {
        tokens.starts(with: place.tokens) { JSONKey($0) == JSONKey($1) }
    }

    func dropLast() -> JSONPointer { JSONPointer(Array(tokens.dropLast())) }

    /// When this leads into an array of `document`: itself, nil for the place behind the last element, and the number of elements.
    fileprivate func element(in document: JSONValue) -> (JSONPointer?, count: Int)? {
        guard let token = tokens.last, case .array(let elements)? = document[dropLast()] else { return nil }
        return (token == "-" ? nil : self, elements.count)
    }
}
