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
                try operation.apply(to: &document)
            } catch {
                throw .operation(index: index, reason: error)
            }
        }
    }
}

extension StatePatch.Operation {
    private var path: JSONPointer {
        switch self {
        case .add(let path, _), .replace(let path, _), .remove(let path): path
        }
    }

    private var value: JSONValue? {
        switch self {
        case .add(_, let value), .replace(_, let value): value
        case .remove: nil
        }
    }

    fileprivate func apply(to document: inout JSONValue) throws(StatePatchError.Reason) {
        let depth = path.tokens.count
        if let value, !value.fits(depth: StatePatch.depthLimit - depth) {
            throw .tooDeep(limit: StatePatch.depthLimit)
        }
        guard depth > 0 else {
            guard let value else { throw .cannotRemoveAll }
            document = value
            return
        }
        var root: JSONValue? = document
        // Taken out while it is changed: with a second owner every buffer on the way would be copied.
        document = .null
        defer { document = root ?? .null }
        try apply(inside: &root, from: 0)
    }

    /// Makes the change at the tokens from `depth` on, seen from `node`, which is nil where nothing is.
    private func apply(inside node: inout JSONValue?, from depth: Int) throws(StatePatchError.Reason) {
        switch node {
        case .object(var object):
            node = .null
            defer { node = .object(object) }
            let key = path.tokens[depth]
            if depth == path.tokens.count - 1 {
                try change(member: key, of: &object)
            } else {
                try apply(inside: &object[key], from: depth + 1)
            }
        case .array(var elements):
            node = .null
            defer { node = .array(elements) }
            if depth == path.tokens.count - 1 {
                try change(&elements)
            } else {
                let index = try index(path.tokens[depth], in: elements, upTo: depth)
                var element: JSONValue? = elements[index]
                elements[index] = .null
                defer { elements[index] = element ?? .null }
                try apply(inside: &element, from: depth + 1)
            }
        case .null, .bool, .number, .string:
            throw .notAContainer(place(upTo: depth), found: node?.typeName ?? "nothing")
        case nil:
            throw .nothingThere(place(upTo: depth))
        }
    }

    private func change(member key: String, of object: inout JSONObject) throws(StatePatchError.Reason) {
        switch self {
        case .add(_, let value):
            object[key] = value
        case .replace(_, let value):
            guard object[key] != nil else { throw .nothingThere(path) }
            object[key] = value
        case .remove:
            guard object[key] != nil else { throw .nothingThere(path) }
            object[key] = nil
        }
    }

    private func change(_ elements: inout [JSONValue]) throws(StatePatchError.Reason) {
        let token = path.tokens[path.tokens.count - 1]
        switch self {
        case .add(_, let value):
            guard token != "-" else {
                elements.append(value)
                return
            }
            guard let index = JSONPointer.arrayIndex(token) else { throw .notAnIndex(path) }
            guard index <= elements.count else { throw .nothingThere(path) }
            elements.insert(value, at: index)
        case .replace(_, let value):
            elements[try index(token, in: elements, upTo: path.tokens.count - 1)] = value
        case .remove:
            elements.remove(at: try index(token, in: elements, upTo: path.tokens.count - 1))
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
    fileprivate func fits(depth: Int) -> Bool {
        switch self {
        case .null, .bool, .number, .string: depth >= 0
        case .array(let elements): depth > 0 && elements.allSatisfy { $0.fits(depth: depth - 1) }
        case .object(let members): depth > 0 && members.allSatisfy { $0.value.fits(depth: depth - 1) }
        }
    }
}
