import JSONText

/// A state in a file of JSON lines, as ``StateExport`` writes it.
///
/// The first line says what it is, the second one has the state, those of a history follow, and the last one says that nothing is
/// missing:
///
///     {"ringbox":"state","format":1,"sandbox":"shop","version":42,"patches":2}
///     {"document":{…},"expires":{"/calls/c7":1764000000000}}
///     {"from":40,"document":{…},"expires":{}}
///     {"version":41,"time":…,"turn":"…","cause":"…","patch":[…]}
///     {"version":42,"time":…,"turn":"…","cause":"…","patch":[…]}
///     {"end":true,"lines":6}
package struct StateArchive: Sendable, Equatable {
    static let format = 1

    package let sandbox: String
    /// The version that the state had.
    package let version: Int64
    /// How many patches of its history are in the file.
    package let patches: Int
    package let content: StateContent

    /// Reads a whole file.
    ///
    /// - Throws: ``StateArchiveError``; ``StateArchiveError/cutOff(lines:)`` also when the end is missing.
    package init(parsing bytes: [UInt8]) throws(StateArchiveError) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first, let head = try? JSONValue(parsing: first), head["ringbox"]?.string == "state",
            let format = head["format"]?.int
        else { throw .notAnArchive }
        guard format <= Self.format else { throw .newer(format: format, known: Self.format) }
        guard let sandbox = head["sandbox"]?.string, let version = head["version"]?.int, (0...Self.latestVersion).contains(version),
            let patches = head["patches"]?.int, (0...version).contains(patches)
        else { throw .badLine(1) }
        let count = Self.lineCount(patches: patches)
        let isWhole = bytes.last == UInt8(ascii: "\n")
        guard lines.count >= count, isWhole else { throw .cutOff(lines: min(isWhole ? lines.count : lines.count - 1, count)) }
        let end = try Self.value(lines, count)
        guard lines.count == count, end["end"]?.bool == true, end["lines"]?.int == count else { throw .badLine(count) }
        content = try Self.content(lines, 2)
        self.sandbox = sandbox
        self.version = Int64(version)
        self.patches = patches
        if patches > 0 { try checkHistory(lines) }
    }

    private func checkHistory(_ lines: [ArraySlice<UInt8>]) throws(StateArchiveError) {
        let start = Int(version) - patches
        guard try Self.value(lines, 3)["from"]?.int == start else { throw .badLine(3) }
        var history = try Self.content(lines, 3)
        // Before its first version every state is an empty object.
        guard start > 0 || history == StateContent() else { throw .contradiction }
        for number in 4..<(4 + patches) {
            let line = try Self.value(lines, number)
            guard line["version"]?.int == start + number - 3, line["time"]?.int != nil, line["turn"]?.string != nil,
                line["cause"]?.string != nil, let patch = line["patch"]
            else { throw .badLine(number) }
            do {
                try history.apply(StatePatch(stored: patch.bytes()))
            } catch {
                throw .badLine(number)
            }
            guard history.document.object != nil else { throw .badLine(number) }
        }
        guard history == content, history.document.bytes() == content.document.bytes() else { throw .contradiction }
    }

    private static var latestVersion: Int { Int(StateCommit.versions.upperBound) }

    /// - Parameter number: Counts from 1.
    private static func value(_ lines: [ArraySlice<UInt8>], _ number: Int) throws(StateArchiveError) -> JSONValue {
        do {
            return try JSONValue(parsing: lines[number - 1], depthLimit: StatePatch.depthLimit + 3)
        } catch {
            throw .badLine(number)
        }
    }

    private static func content(_ lines: [ArraySlice<UInt8>], _ number: Int) throws(StateArchiveError) -> StateContent {
        let line = try value(lines, number)
        guard let document = line["document"], document.object != nil, let expires = line["expires"]?.object else { throw .badLine(number) }
        var content = StateContent(document: document)
        for (path, time) in expires {
            guard let pointer = try? JSONPointer(parsing: path), !pointer.tokens.isEmpty, let time = time.int,
                StatePatch.times.contains(Int64(time)), pointer.tokens.count <= StatePatch.depthLimit
            else { throw .badLine(number) }
            content.expiry.apply(.expire(pointer, at: Int64(time)))
        }
        return content
    }
}
