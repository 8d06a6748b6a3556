import JSONText

extension StatePatch {
    /// Reads a patch from its JSON text: a list of `{"op", "path", "value"}`, with `"at"` for `expire`.
    ///
    /// Other members of an operation are ignored, as RFC 6902 asks.
    ///
    /// - Throws: ``StatePatchError/notJSON(_:)``, ``StatePatchError/notAList(found:)``, or
    ///   ``StatePatchError/operation(index:reason:)`` for the first operation that is not one.
    package init(parsing bytes: some Collection<UInt8>) throws(StatePatchError) {
        try self.init(bytes, while: { true }, bounded: { StatePatch.times.contains($0) ? $0 : nil })
    }

    /// Reads a patch from a journal: a time outside of ``times``, which older versions stored, counts as the nearest one inside.
    ///
    /// - Parameter goesOn: Asked again and again.
    /// - Throws: As ``init(parsing:)``, and ``StatePatchError/notJSON(_:)`` when `goesOn` says no.
    package init(stored bytes: some Collection<UInt8>, while goesOn: @escaping () -> Bool = { true }) throws(StatePatchError) {
        try self.init(bytes, while: goesOn, bounded: StatePatch.nearestTime)
    }

    /// Reads a patch from a journal.
    ///
    /// - Parameters:
    ///   - strayTimes: How many times outside of ``times`` were read, as a sum.
    ///   - goesOn: Asked again and again.
    /// - Throws: As ``init(stored:while:)``.
    package init(
        stored bytes: some Collection<UInt8>, strayTimes: inout Int, while goesOn: @escaping () -> Bool = { true }
    ) throws(StatePatchError) {
        var count = 0
        try self.init(bytes, while: goesOn) { time in
            let nearest = StatePatch.nearestTime(to: time)
            if nearest != time { count += 1 }
            return nearest
        }
        strayTimes += count
    }

    /// The time of ``times`` that is nearest to `time`.
    static func nearestTime(to time: Int64) -> Int64 { min(max(time, times.lowerBound), times.upperBound) }

    /// - Parameter bounded: The time that counts; nil for one that is refused.
    private init(
        _ bytes: some Collection<UInt8>, while goesOn: @escaping () -> Bool, bounded: (Int64) -> Int64?
    ) throws(StatePatchError) {
        let list: JSONValue
        do {
            // The list and the operation are around the value.
            list = try JSONValue(parsing: bytes, depthLimit: StatePatch.depthLimit + 2, while: goesOn)
        } catch {
            throw .notJSON(error)
        }
        guard case .array(let elements) = list else { throw .notAList(found: list.typeName) }
        var operations: [Operation] = []
        operations.reserveCapacity(elements.count)
        var patience = Patience(while: goesOn)
        for (index, element) in elements.enumerated() {
            guard patience.lasts() else { throw .notJSON(.givenUp) }
            do {
                operations.append(try Operation(element, bounded: bounded))
            } catch {
                throw .operation(index: index, reason: error)
            }
        }
        self.init(operations)
    }

    /// The JSON text of the patch, UTF-8 without white space.
    package var bytes: [UInt8] { bytes { true } }

    /// The JSON text of the patch, or something shorter when `goesOn`, which is asked again and again, says no.
    func bytes(while goesOn: @escaping () -> Bool) -> [UInt8] {
        var writer = JSONWriter()
        var patience = Patience(while: goesOn)
        writer.beginArray()
        for operation in operations where patience.lasts() { operation.write(to: &writer, with: &patience) }
        writer.endArray()
        return writer.bytes
    }
}

extension StatePatch.Operation {
    /// Reads an operation that somebody sends.
    init(_ element: JSONValue) throws(StatePatchError.Reason) {
        try self.init(element) { StatePatch.times.contains($0) ? $0 : nil }
    }

    fileprivate init(_ element: JSONValue, bounded: (Int64) -> Int64?) throws(StatePatchError.Reason) {
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
        case "expire":
            guard !path.tokens.isEmpty else { throw .cannotExpireAll }
            guard path.tokens.count <= StatePatch.depthLimit else { throw .tooDeep(limit: StatePatch.depthLimit) }
            self = .expire(path, at: try StatePatch.Operation.time("at", of: members, bounded: bounded))
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

    private static func time(
        _ key: String, of members: JSONObject, bounded: (Int64) -> Int64?
    ) throws(StatePatchError.Reason) -> Int64? {
        guard let value = members[key] else { throw .missingMember(key) }
        if value.isNull { return nil }
        guard let milliseconds = value.int else {
            if case .number(let number) = value { throw .memberNotATime(key, found: number.literal) }
            throw .memberNotATime(key, found: value.typeName)
        }
        guard let time = bounded(Int64(milliseconds)) else { throw .timeOutOfRange(key, found: milliseconds) }
        return time
    }

    fileprivate func write(to writer: inout JSONWriter, with patience: inout Patience) {
        writer.beginObject()
        writer.key("op")
        writer.string(name)
        writer.key("path")
        writer.string(path.description)
        switch self {
        case .add(_, let value), .replace(_, let value):
            writer.key("value")
            writer.value(value, with: &patience)
        case .remove: break
        case .expire(_, let time):
            writer.key("at")
            if let time { writer.int(Int(time)) } else { writer.null() }
        }
        writer.endObject()
    }

    private var name: String {
        switch self {
        case .add: "add"
        case .replace: "replace"
        case .remove: "remove"
        case .expire: "expire"
        }
    }
}
