package import JSONText

extension DocumentShape {
    /// A change of one place, which takes back another change.
    package enum Change: Sendable {
        /// Makes the place, which exists or is a member, what it was.
        case put(JSONPointer, DocumentShape)
        /// Inserts an element.
        case insert(JSONPointer, DocumentShape)
        case remove(JSONPointer)
    }

    /// Makes the changes of `patch`, all or none of them, and returns what takes them back with ``undo(_:)``.
    ///
    /// The cost follows the length of the paths and the size of the new values, not the size of the document.
    ///
    /// - Throws: ``StatePatchError/operation(index:reason:)`` exactly when ``StatePatch/apply(to:)`` does for the document, and with the
    ///   reason ``StatePatchError/Reason/leavesNoObject(found:)`` when the document would be no object.
    package mutating func apply(_ patch: StatePatch) throws(StatePatchError) -> [Change] {
        var changes: [Change] = []
        for (index, operation) in patch.operations.enumerated() {
            do {
                if let change = try apply(operation) { changes.append(change) }
            } catch {
                undo(changes)
                throw .operation(index: index, reason: error)
            }
        }
        if case .object = self { return changes }
        let found = typeName
        undo(changes)
        throw .operation(index: max(0, patch.operations.count - 1), reason: .leavesNoObject(found: found))
    }

    /// Takes back the changes of the ``apply(_:)`` that returned `changes`, when everything that came after it is taken back.
    package mutating func undo(_ changes: [Change]) {
        for change in changes.reversed() {
            // The place was there when the change was made, so it is there.
            switch change {
            case .put(let path, let shape) where path.tokens.isEmpty: self = shape
            case .put(let path, let shape): _ = try? self.change(path.tokens, 0, .put, shape)
            case .insert(let path, let shape): _ = try? self.change(path.tokens, 0, .add, shape)
            case .remove(let path): _ = try? self.change(path.tokens, 0, .remove, .leaf)
            }
        }
    }

    private enum Kind {
        case add, replace, remove
        /// As ``replace``, but a member need not be there.
        case put
    }

    private mutating func apply(_ operation: StatePatch.Operation) throws(StatePatchError.Reason) -> Change? {
        let (path, kind, value): (JSONPointer, Kind, JSONValue?)
        switch operation {
        case .expire: return nil
        case .add(let place, let new): (path, kind, value) = (place, .add, new)
        case .replace(let place, let new): (path, kind, value) = (place, .replace, new)
        case .remove(let place): (path, kind, value) = (place, .remove, nil)
        }
        if let value, !value.fits(depth: StatePatch.depthLimit - path.tokens.count) { throw .tooDeep(limit: StatePatch.depthLimit) }
        guard path.tokens.isEmpty else { return try change(path.tokens, 0, kind, value.map { DocumentShape($0) } ?? .leaf) }
        guard let value else { throw .cannotRemoveAll }
        var sharing = ShapeSharing()
        let shape = sharing.part(of: value).shape
        defer { self = shape }
        return .put(path, self)
    }

    /// Makes a change at the tokens from `depth` on, seen from here, and returns the one that takes it back.
    private mutating func change(
        _ tokens: [String], _ depth: Int, _ kind: Kind, _ shape: DocumentShape
    ) throws(StatePatchError.Reason) -> Change {
        let isLast = depth == tokens.count - 1
        switch self {
        case .leaf: throw .notAContainer(Self.place(tokens, depth), found: typeName)
        case .object(var members):
            // With a second owner the whole dictionary would be copied.
            self = .leaf
            defer { self = .object(members) }
            return try isLast
                ? Self.change(&members, tokens, kind, shape) : Self.descend(&members, tokens, depth, kind, shape)
        case .array(var elements):
            self = .leaf
            defer { self = .array(elements) }
            guard !isLast else { return try Self.change(&elements, tokens, kind, shape) }
            let index = try Self.index(tokens, depth, in: elements)
            return try elements[index].change(tokens, depth + 1, kind, shape)
        }
    }

    private static func descend(
        _ members: inout [JSONKey: DocumentShape], _ tokens: [String], _ depth: Int, _ kind: Kind, _ shape: DocumentShape
    ) throws(StatePatchError.Reason) -> Change {
        guard let index = members.index(forKey: JSONKey(tokens[depth])) else { throw .nothingThere(place(tokens, depth + 1)) }
        return try members.values[index].change(tokens, depth + 1, kind, shape)
    }

    private static func change(
        _ members: inout [JSONKey: DocumentShape], _ tokens: [String], _ kind: Kind, _ shape: DocumentShape
    ) throws(StatePatchError.Reason) -> Change {
        let path = JSONPointer(tokens)
        let key = JSONKey(tokens[tokens.count - 1])
        if kind == .replace || kind == .remove, members[key] == nil { throw .nothingThere(path) }
        let before = kind == .remove ? members.removeValue(forKey: key) : members.updateValue(shape, forKey: key)
        return before.map { .put(path, $0) } ?? .remove(path)
    }

    private static func change(
        _ elements: inout [DocumentShape], _ tokens: [String], _ kind: Kind, _ shape: DocumentShape
    ) throws(StatePatchError.Reason) -> Change {
        let path = JSONPointer(tokens)
        let last = tokens.count - 1
        switch kind {
        case .add where tokens[last] == "-":
            elements.append(shape)
            return .remove(place(tokens, last).appending(elements.count - 1))
        case .add:
            guard let index = JSONPointer.arrayIndex(tokens[last]) else { throw .notAnIndex(path) }
            guard index <= elements.count else { throw .nothingThere(path) }
            elements.insert(shape, at: index)
            return .remove(path)
        case .replace, .put:
            let index = try index(tokens, last, in: elements)
            defer { elements[index] = shape }
            return .put(path, elements[index])
        case .remove: return .insert(path, elements.remove(at: try index(tokens, last, in: elements)))
        }
    }

    /// The index of the element that exists and that the token at `depth` names.
    private static func index(
        _ tokens: [String], _ depth: Int, in elements: [DocumentShape]
    ) throws(StatePatchError.Reason) -> Int {
        guard let index = JSONPointer.arrayIndex(tokens[depth]) else { throw .notAnIndex(place(tokens, depth + 1)) }
        guard index < elements.count else { throw .nothingThere(place(tokens, depth + 1)) }
        return index
    }

    private static func place(_ tokens: [String], _ depth: Int) -> JSONPointer { JSONPointer(Array(tokens.prefix(depth))) }
}
