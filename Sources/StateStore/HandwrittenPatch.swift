import JSONText

/// A JSON Patch (RFC 6902) as people write it: besides the changes of a ``StatePatch`` it has `test`, `move` and `copy`.
package struct HandwrittenPatch: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        case change(StatePatch.Operation)
        case test(JSONPointer, JSONValue)
        case move(JSONPointer, from: JSONPointer)
        case copy(JSONPointer, from: JSONPointer)
    }

    /// The most operations that a patch may have: whoever changes more puts the whole value.
    package static let operationLimit = 10_000

    let steps: [Step]

    /// The same changes.
    package init(_ patch: StatePatch) {
        steps = patch.operations.map { .change($0) }
    }

    /// Reads a patch from its JSON text.
    ///
    /// - Parameter goesOn: Asked again and again.
    /// - Throws: ``HandwrittenPatchError/notJSON(_:)``, ``HandwrittenPatchError/notAList(found:)``,
    ///   ``HandwrittenPatchError/tooManyOperations(_:limit:)``, ``HandwrittenPatchError/operation(index:reason:)`` for the first
    ///   operation that is not one, or ``HandwrittenPatchError/abandoned`` when `goesOn` says no.
    package init(
        parsing bytes: some Collection<UInt8>, while goesOn: @escaping () -> Bool = { true }
    ) throws(HandwrittenPatchError) {
        let list: JSONValue
        do {
            list = try JSONValue(parsing: bytes, depthLimit: StatePatch.depthLimit + 2, surrogates: .refused, while: goesOn)
        } catch {
            guard error != .givenUp else { throw .abandoned }
            throw .notJSON(error)
        }
        guard case .array(let elements) = list else { throw .notAList(found: list.typeName) }
        guard elements.count <= Self.operationLimit else {
            throw .tooManyOperations(elements.count, limit: Self.operationLimit)
        }
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

    /// The steps as the changes of a turn; nil when there are some that are none, `move` and `copy`: what they come to depends on what
    /// they meet, and can be much larger than what was written.
    package var changes: StatePatch? {
        var operations: [StatePatch.Operation] = []
        for step in steps {
            switch step {
            case .change(let operation): operations.append(operation)
            case .test: break
            case .move, .copy: return nil
            }
        }
        return StatePatch(operations)
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
}
