import JSONText

/// A JSON Patch (RFC 6902) as people write it: besides the changes of a ``StatePatch`` it has `test`, `move` and `copy`.
package struct HandwrittenPatch: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        case change(StatePatch.Operation)
        case test(JSONPointer, JSONValue)
        case move(JSONPointer, from: JSONPointer)
        case copy(JSONPointer, from: JSONPointer)
    }

    let steps: [Step]

    /// The same changes.
    package init(_ patch: StatePatch) {
        steps = patch.operations.map { .change($0) }
    }

    /// Reads a patch from its JSON text.
    ///
    /// - Throws: ``HandwrittenPatchError/notJSON(_:)``, ``HandwrittenPatchError/notAList(found:)``, or
    ///   ``HandwrittenPatchError/operation(index:reason:)`` for the first operation that is not one.
    package init(parsing bytes: some Collection<UInt8>) throws(HandwrittenPatchError) {
        let list: JSONValue
        do {
            list = try JSONValue(parsing: bytes, depthLimit: StatePatch.depthLimit + 2, surrogates: .refused)
        } catch {
            throw .notJSON(error)
        }
        guard case .array(let elements) = list else { throw .notAList(found: list.typeName) }
        var steps: [Step] = []
        for (index, element) in elements.enumerated() {
            do {
                steps.append(try Step(element))
            } catch {
                throw .operation(index: index, reason: error)
            }
        }
        self.steps = steps
    }

    /// The changes that the patch comes to on `content`.
    ///
    /// - Parameter limit: How many bytes it may copy: a few copies of copies would be larger than any memory.
    /// - Throws: ``HandwrittenPatchError/operation(index:reason:)`` for the first operation that cannot be made, or whose
    ///   test fails.
    package func changes(of content: StateContent, copying limit: Int = .max) throws(HandwrittenPatchError) -> StatePatch {
        var content = content
        var operations: [StatePatch.Operation] = []
        var copied = 0
        for (index, step) in steps.enumerated() {
            do throws(HandwrittenPatchError.Reason) {
                if case .copy(_, let from) = step { copied += content.document[from]?.bytes().count ?? 0 }
                guard copied <= limit else { throw .copiesTooMuch(limit: limit) }
                for operation in try step.operations(on: content.document) {
                    try Self.make(operation, on: &content.document)
                    operations.append(operation)
                }
            } catch {
                throw .operation(index: index, reason: error)
            }
        }
        return StatePatch(operations)
    }

    private static func make(
        _ operation: StatePatch.Operation, on document: inout JSONValue
    ) throws(HandwrittenPatchError.Reason) {
        do {
            _ = try operation.apply(to: &document)
        } catch {
            throw .change(error)
        }
    }
}

extension HandwrittenPatch.Step {
    fileprivate init(_ element: JSONValue) throws(HandwrittenPatchError.Reason) {
        let name = element["op"]?.string
        switch name {
        case "test":
            guard let value = element["value"] else { throw .change(.missingMember("value")) }
            self = .test(try Self.pointer("path", of: element), value)
        case "move":
            let (path, from) = (try Self.pointer("path", of: element), try Self.pointer("from", of: element))
            guard path == from || !path.isInside(from) else { throw .movedIntoItself(from, to: path) }
            self = .move(path, from: from)
        case "copy":
            self = .copy(try Self.pointer("path", of: element), from: try Self.pointer("from", of: element))
        default:
            do {
                self = .change(try StatePatch.Operation(element))
            } catch .unknownOperation(let name) {
                throw .unknownOperation(name)
            } catch {
                throw .change(error)
            }
        }
    }

    private static func pointer(_ key: String, of element: JSONValue) throws(HandwrittenPatchError.Reason) -> JSONPointer {
        guard let value = element[key] else { throw .change(.missingMember(key)) }
        guard let text = value.string else { throw .change(.memberNotText(key, found: value.typeName)) }
        do {
            return try JSONPointer(parsing: text)
        } catch {
            throw .change(.badPath(error))
        }
    }

    fileprivate func operations(on document: JSONValue) throws(HandwrittenPatchError.Reason) -> [StatePatch.Operation] {
        switch self {
        case .change(let operation): return [operation]
        case .test(let path, let expected):
            let found = document[path]
            guard let found, found.hasSameValue(as: expected) else {
                throw .testFailed(path, expected: expected, found: found)
            }
            return []
        case .copy(let path, let from):
            guard let value = document[from] else { throw .change(.nothingThere(from)) }
            return [.add(path, value)]
        case .move(let path, let from):
            guard let value = document[from] else { throw .change(.nothingThere(from)) }
            return path == from ? [] : [.remove(from), .add(path, value)]
        }
    }
}

extension JSONValue {
    /// Whether RFC 6902 takes both for equal: numbers by their value, however they are written.
    fileprivate func hasSameValue(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.number(let left), .number(let right)): left.hasSameValue(as: right)
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.hasSameValue(as: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count && left.allSatisfy { right[$0.key]?.hasSameValue(as: $0.value) ?? false }
        default: self == other
        }
    }
}
