import JSONText

/// Reads a ``StateArchive`` part by part, as it comes. Of the file no more than one line is in memory, beside the state, and what the
/// history has led to so far.
package struct StateArchiveReader {
    /// The longest line that is read, in bytes: a state, or a change that replaces all of it, has its place in one.
    package static let longestLine = 256 << 20
    /// The longest first line: what has a longer one is no archive.
    private static let longestHead = 64 << 10

    private let longestLine: Int
    private let goesOn: () -> Bool
    /// What has come of a line.
    private var line: [UInt8] = []
    /// How many lines are read. Empty ones do not count.
    private var count = 0
    private var head: Head?
    private var content = StateContent()
    /// What the history has led to.
    private var history = StateContent()

    /// - Parameter goesOn: Asked again and again: a file that nobody waits for is given up.
    package init(longestLine: Int = Self.longestLine, while goesOn: @escaping () -> Bool = { true }) {
        self.longestLine = longestLine
        self.goesOn = goesOn
    }

    /// Takes the next bytes of the file.
    ///
    /// - Throws: ``StateArchiveError``, as soon as it is known that the file cannot be imported.
    package mutating func take(_ part: some Collection<UInt8>) throws(StateArchiveError) {
        var rest = part[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            try append(rest[..<end])
            if !line.isEmpty { try readLine() }
            line.removeAll(keepingCapacity: true)
            rest = rest[rest.index(after: end)...]
        }
        try append(rest)
    }

    /// Ends the file.
    ///
    /// - Throws: ``StateArchiveError/cutOff(lines:)`` when something is missing, and what ``take(_:)`` throws.
    package func finish() throws(StateArchiveError) -> StateArchive {
        guard let head else {
            // Without one whole line it may be anything.
            _ = try Head(line)
            throw .cutOff(lines: 0)
        }
        guard count >= head.lineCount, line.isEmpty else { throw .cutOff(lines: min(count, head.lineCount)) }
        guard head.patches == 0 || isHistorySame else { throw .contradiction }
        guard goesOn() else { throw .abandoned }
        return StateArchive(sandbox: head.sandbox, version: Int64(head.version), patches: head.patches, content: content)
    }

    private var isHistorySame: Bool {
        history == content && history.document.bytes(while: goesOn) == content.document.bytes(while: goesOn)
    }

    private mutating func append(_ bytes: some Collection<UInt8>) throws(StateArchiveError) {
        let length = line.count + bytes.count
        guard head != nil || length <= Self.longestHead else { throw .notAnArchive }
        guard length <= longestLine else { throw .lineTooLong(count + 1, limit: longestLine) }
        line += bytes
    }

    private mutating func readLine() throws(StateArchiveError) {
        count += 1
        guard goesOn() else { throw .abandoned }
        guard let head else {
            head = try Head(line)
            return
        }
        switch count {
        case 2: content = try content(.refused)
        case head.lineCount:
            let end = try value()
            guard end["end"]?.bool == true, end["lines"]?.int == count else { throw .badLine(count) }
        case 3: try beginHistory(head)
        case ..<head.lineCount: try readPatch(head)
        default: throw .badLine(head.lineCount)
        }
    }

    private mutating func beginHistory(_ head: Head) throws(StateArchiveError) {
        guard try value()["from"]?.int == head.version - head.patches else { throw .badLine(count) }
        history = try content(.replaced)
        // Before its first version every state is an empty object.
        guard head.version > head.patches || history == StateContent() else { throw .contradiction }
    }

    private mutating func readPatch(_ head: Head) throws(StateArchiveError) {
        let line = try value()
        guard line["version"]?.int == head.version - head.patches + count - 3, line["time"]?.int != nil, line["turn"]?.string != nil,
            line["cause"]?.string != nil, let patch = line["patch"]
        else { throw .badLine(count) }
        do {
            try history.apply(StatePatch(stored: patch.bytes(while: goesOn), while: goesOn))
        } catch {
            guard goesOn() else { throw .abandoned }
            throw .badLine(count)
        }
        guard history.document.object != nil else { throw .badLine(count) }
    }

    /// - Parameter surrogates: What is not imported, a history, may have halves of characters: patches are stored as workers wrote them.
    private func value(_ surrogates: JSONValue.LoneSurrogates = .replaced) throws(StateArchiveError) -> JSONValue {
        do {
            return try JSONValue(parsing: line, depthLimit: StatePatch.depthLimit + 3, surrogates: surrogates, while: goesOn)
        } catch {
            guard error != .givenUp else { throw .abandoned }
            throw error.reason == .loneSurrogate ? .halfCharacter(line: count, column: error.column) : .badLine(count)
        }
    }

    private func content(_ surrogates: JSONValue.LoneSurrogates) throws(StateArchiveError) -> StateContent {
        let line = try value(surrogates)
        guard let document = line["document"], document.object != nil, let expires = line["expires"]?.object else { throw .badLine(count) }
        var content = StateContent(document: document)
        var patience = Patience(while: goesOn)
        for (path, time) in expires {
            guard patience.lasts() else { throw .abandoned }
            guard let pointer = try? JSONPointer(parsing: path), !pointer.tokens.isEmpty, let time = time.int,
                StatePatch.times.contains(Int64(time)), pointer.tokens.count <= StatePatch.depthLimit
            else { throw .badLine(count) }
            content.expiry.apply(.expire(pointer, at: Int64(time)))
        }
        return content
    }

    /// What the first line says.
    private struct Head {
        let sandbox: String
        let version: Int
        let patches: Int

        var lineCount: Int { StateArchive.lineCount(patches: patches) }

        init(_ line: [UInt8]) throws(StateArchiveError) {
            guard let head = try? JSONValue(parsing: line), head["ringbox"]?.string == "state", let format = head["format"]?.int else {
                throw .notAnArchive
            }
            guard format >= 1 else { throw .notAnArchive }
            guard format <= StateArchive.format else { throw .newer(format: format, known: StateArchive.format) }
            let latest = Int(StateCommit.versions.upperBound)
            guard let sandbox = head["sandbox"]?.string, let version = head["version"]?.int, (0...latest).contains(version),
                let patches = head["patches"]?.int, (0...version).contains(patches)
            else { throw .badLine(1) }
            (self.sandbox, self.version, self.patches) = (sandbox, version, patches)
        }
    }
}
