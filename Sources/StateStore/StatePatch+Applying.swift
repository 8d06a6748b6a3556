package import JSONText

extension StatePatch {
    /// Makes the changes to `document`, in order and in place.
    ///
    /// The cost follows the length of the paths and the size of the new values, not the size of the document, as long
    /// as nothing else holds a copy of it; inserting into and removing from an array moves the elements behind.
    ///
    /// - Parameter document: On an error it keeps the changes made before the failing operation: apply the patch to a
    ///   copy where all or nothing matters.
    /// - Throws: ``StatePatchError/operation(index:reason:)`` for the first operation that cannot be made.
    package func apply(to document: inout JSONValue) throws(StatePatchError) {
        for (index, operation) in operations.enumerated() {
            do {
                _ = try operation.apply(to: &document)
            } catch {
                throw .operation(index: index, reason: error)
            }
        }
    }

    /// Makes the changes to `document`, all or none of them, and returns the patch that takes them back.
    ///
    /// What the changes replaced and removed is kept by the patch, without a copy. Members that come back are the last
    /// ones of their objects.
    ///
    /// - Throws: ``StatePatchError/operation(index:reason:)`` for the first operation that cannot be made.
    package func applyReversibly(to document: inout JSONValue) throws(StatePatchError) -> StatePatch {
        var inverses: [Operation] = []
        inverses.reserveCapacity(operations.count)
        for (index, operation) in operations.enumerated() {
            do {
                if let inverse = try operation.apply(to: &document) { inverses.append(inverse) }
            } catch {
                // What was changed is there, so changing it back cannot fail.
                for inverse in inverses.reversed() { _ = try? inverse.apply(to: &document) }
                throw .operation(index: index, reason: error)
            }
        }
        return StatePatch(inverses.reversed())
    }
}

extension StatePatch.Operation {
    /// The place that the operation is about.
    package var path: JSONPointer {
        switch self {
        case .add(let path, _), .replace(let path, _), .remove(let path), .expire(let path, _): path
        }
    }

    private var value: JSONValue? {
        switch self {
        case .add(_, let value), .replace(_, let value): value
        case .remove, .expire: nil
        }
    }

    /// Makes the change and returns the operation that takes it back; nil for `expire`, which changes no document.
    ///
    /// - Parameter checksDepth: Whether the value may be too deep for its place, which costs looking at all of it.
    func apply(
        to document: inout JSONValue, checksDepth: Bool = true
    ) throws(StatePatchError.Reason) -> StatePatch.Operation? {
        if case .expire = self { return nil }
        let depth = path.tokens.count
        if checksDepth, let value, !value.fits(depth: StatePatch.depthLimit - depth) {
            throw .tooDeep(limit: StatePatch.depthLimit)
        }
        guard depth > 0 else {
            guard let value else { throw .cannotRemoveAll }
            defer { document = value }
            return .replace(path, document)
        }
        var root: JSONValue? = document
        // Taken out while it is changed: with a second owner every buffer on the way would be copied.
        document = .null
        defer { document = root ?? .null }
        return try apply(inside: &root, from: 0)
    }

    /// Makes the change at the tokens from `depth` on, seen from `node`, which is nil where nothing is.
    private func apply(inside node: inout JSONValue?, from depth: Int) throws(StatePatchError.Reason) -> StatePatch.Operation? {
        switch node {
        case .object(var object):
            node = .null
            defer { node = .object(object) }
            let key = path.tokens[depth]
            if depth == path.tokens.count - 1 {
                return try change(member: key, of: &object)
            }
            return try apply(inside: &object[key], from: depth + 1)
        case .array(var elements):
            node = .null
            defer { node = .array(elements) }
            if depth == path.tokens.count - 1 {
                return try change(&elements)
            }
            let index = try index(path.tokens[depth], in: elements, upTo: depth)
            var element: JSONValue? = elements[index]
            elements[index] = .null
            defer { elements[index] = element ?? .null }
            return try apply(inside: &element, from: depth + 1)
        case .null, .bool, .number, .string:
            throw .notAContainer(place(upTo: depth), found: node?.typeName ?? "nothing")
        case nil:
            throw .nothingThere(place(upTo: depth))
        }
    }

    private func change(
        member key: String, of object: inout JSONObject
    ) throws(StatePatchError.Reason) -> StatePatch.Operation? {
        let before = object[key]
        switch self {
        case .add(_, let value):
            object[key] = value
        case .replace(_, let value):
            guard before != nil else { throw .nothingThere(path) }
            object[key] = value
        case .remove:
            guard let before else { throw .nothingThere(path) }
            object[key] = nil
            return .add(path, before)
        case .expire: return nil
        }
        return before.map { .replace(path, $0) } ?? .remove(path)
    }

    private func change(_ elements: inout [JSONValue]) throws(StatePatchError.Reason) -> StatePatch.Operation? {
        let last = path.tokens.count - 1
        let token = path.tokens[last]
        switch self {
        case .add(_, let value):
            guard token != "-" else {
                elements.append(value)
                return .remove(place(upTo: last).appending(elements.count - 1))
            }
            guard let index = JSONPointer.arrayIndex(token) else { throw .notAnIndex(path) }
            guard index <= elements.count else { throw .nothingThere(path) }
            elements.insert(value, at: index)
            return .remove(path)
        case .replace(_, let value):
            let index = try index(token, in: elements, upTo: last)
            defer { elements[index] = value }
            return .replace(path, elements[index])
        case .remove:
            return .add(path, elements.remove(at: try index(token, in: elements, upTo: last)))
        case .expire: return nil
        }
    }

    /// The index of the element that exists and that `token`, the one at `depth`, names.
    private func index(
        _ token: String, in elements: [JSONValue], upTo depth: Int
    ) throws(StatePatchError.Reason) -> Int {
        guard let index = JSONPointer.arrayIndex(token) else { throw .notAnIndex(place(upTo: depth + 1)) }
        guard index < elements.count else { throw .nothingThere(place(upTo: depth + 1)) }
        return index
    }

    private func place(upTo depth: Int) -> JSONPointer {
        JSONPointer(Array(path.tokens.prefix(depth)))
    }
}

extension JSONValue {
    /// Whether at most `depth` arrays and objects are inside one another here, this one counted.
    func fits(depth: Int) -> Bool {
        switch self {
        case .null, .bool, .number, .string: depth >= 0
        case .array(let elements): depth > 0 && elements.allSatisfy { $0.fits(depth: depth - 1) }
        case .object(let members): depth > 0 && members.allSatisfy { $0.value.fits(depth: depth - 1) }
        }
    }
}
