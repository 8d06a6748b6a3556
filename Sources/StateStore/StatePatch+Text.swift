import JSONText

extension StatePatch {
    /// Reads a patch from its JSON text: a list of `{"op", "path", "value"}`.
    ///
    /// Other members of an operation are ignored, as RFC 6902 asks.
    ///
    /// - Throws: ``StatePatchError/notJSON(_:)``, ``StatePatchError/notAList(found:)``, or
    ///   ``StatePatchError/operation(index:reason:)`` for the first operation that is not one.
    package init(parsing bytes: some Collection<UInt8>) throws(StatePatchError) {
        let list: JSONValue
        do {
            // The list and the operation are around the value.
            list = try JSONValue(parsing: bytes, depthLimit: StatePatch.depthLimit + 2)
        } catch {
            throw .notJSON(error)
        }
        guard case .array(let elements) = list else { throw .notAList(found: list.typeName) }
        var operations: [Operation] = []
        operations.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            do {
                operations.append(try Operation(element))
            } catch {
                throw .operation(index: index, reason: error)
            }
        }
        self.init(operations)
    }

    /// The JSON text of the patch, UTF-8 without white space.
    package var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for operation in operations { operation.write(to: &writer) }
        writer.endArray()
        return writer.bytes
    }
}

extension StatePatch.Operation {
    fileprivate init(_ element: JSONValue) throws(StatePatchError.Reason) {
        guard case .object(let members) = element else { throw .notAnObject(found: element.typeName) }
        let name = try StatePatch.Operation.text("op", of: members)
        let pathText = try StatePatch.Operation.text("path", of: members)
        let path: JSONPointer
        do {
            path = try JSONPointer(parsing: pathText)
        } catch {
            throw .badPath(error)
        }
        switch name {
        case "add": self = .add(path, try StatePatch.Operation.value(of: members))
        case "replace": self = .replace(path, try StatePatch.Operation.value(of: members))
        case "remove": self = .remove(path)
        default: throw .unknownOperation(name)
        }
    }

    private static func text(_ key: String, of members: JSONObject) throws(StatePatchError.Reason) -> String {
        guard let value = members[key] else { throw .missingMember(key) }
        guard case .string(let text) = value else { throw .memberNotText(key, found: value.typeName) }
        return text
    }

    private static func value(of members: JSONObject) throws(StatePatchError.Reason) -> JSONValue {
        guard let value = members["value"] else { throw .missingMember("value") }
        return value
    }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("op")
        switch self {
        case .add(let path, let value):
            writer.string("add")
            writer.key("path")
            writer.string(path.description)
            writer.key("value")
            writer.value(value)
        case .replace(let path, let value):
            writer.string("replace")
            writer.key("path")
            writer.string(path.description)
            writer.key("value")
            writer.value(value)
        case .remove(let path):
            writer.string("remove")
            writer.key("path")
            writer.string(path.description)
        }
        writer.endObject()
    }
}
