import JSONText
import StateStore
import Testing

struct StateArchiveTests {
    private let store = MemoryStateStore()

    private func fill(versions: Int = 200) async {
        var commits = [StateCommit.sample(1, #"[{"op":"replace","path":"","value":{"имя":"Иван","n":1.50}}]"#, cause: "seed")]
        for version in 2...versions {
            // What older versions stored of a put may have line ends in it.
            let patch =
                "[{\"op\":\"replace\",\n\"path\":\"/n\",\"value\":\(version)},{\"op\":\"expire\",\"path\":\"/n\",\"at\":\(version)}]"
            commits.append(.sample(Int64(version), patch))
        }
        let results = await store.commit(commits)
        #expect(results.allSatisfy { $0 == .committed })
    }

    private func exported(withHistory: Bool) async throws -> [UInt8] {
        var export = try await StateExport(of: "shop", withHistory: withHistory, in: store)
        var bytes: [UInt8] = []
        while let part = try await export.nextPart() { bytes += part }
        #expect(export.progress.done == export.progress.of)
        return bytes
    }

    @Test(arguments: [false, true])
    func whatIsExportedCanBeImported(withHistory: Bool) async throws {
        await fill()
        let bytes = try await exported(withHistory: withHistory)
        let archive = try StateArchive(parsing: bytes)
        #expect(archive.content == (try await store.content(of: "shop", at: 200)))
        #expect((archive.sandbox, archive.version, archive.patches) == ("shop", 200, withHistory ? 200 : 0))
        #expect(try StateArchive(parsing: archive.bytes).content == archive.content)
        #expect(StateArchive.isEnd(bytes.suffix(60)))
        #expect(bytes.split(separator: UInt8(ascii: "\n")).count == (withHistory ? 204 : 3))
    }

    @Test(arguments: [false, true])
    func aFileThatIsCutOffAnywhereIsRefused(withHistory: Bool) async throws {
        await fill(versions: 4)
        let bytes = try await exported(withHistory: withHistory)
        for length in 0..<bytes.count {
            #expect(throws: StateArchiveError.self, "at \(length)") { try StateArchive(parsing: Array(bytes.prefix(length))) }
        }
    }

    @Test func saysWhatIsWrongWithAFile() async throws {
        await fill(versions: 4)
        let text = String(decoding: try await exported(withHistory: true), as: UTF8.self)
        func error(_ changed: String) -> String {
            do {
                _ = try StateArchive(parsing: Array(changed.utf8))
                return "none"
            } catch {
                return error.description
            }
        }
        let lines = text.split(separator: "\n").map(String.init)
        #expect(error(text) == "none")
        #expect(error(text.replacing(#""format":1"#, with: #""format":0"#)) == StateArchiveError.notAnArchive.description)
        #expect(error(text.replacing(#""format":1"#, with: #""format":2"#)).contains("newer Ringbox (format 2, this one knows 1)"))
        #expect(error(#"{"n": 1}"#).contains("no exported state"))
        #expect(error("").contains("no exported state"))
        #expect(error(lines.dropLast().joined(separator: "\n") + "\n").contains("cut off after 7 whole lines"))
        #expect(error(text.replacing(#""value":3"#, with: #""value":"#)).contains("line 6 of the file is damaged"))
        #expect(error(text.replacing(#""value":3"#, with: #""value":7"#)) == "none", "a later one puts it right")
        #expect(error(text.replacing(#""value":4"#, with: #""value":5"#)).contains("does not lead to the state"))
        #expect(error(text.replacing(#"{"version":3"#, with: #"{"version":2"#)).contains("line 6"))
        #expect(error(text.replacing(#""expires":{"/n":4}"#, with: #""expires":{"n":4}"#)).contains("line 2"))
        #expect(error(text + "{}\n").contains("line 8"))
        for version in ["-9223372036854775808", "9223372036854775807", "3"] {
            #expect(error(text.replacing(#""version":4,"patches":4"#, with: #""version":\#(version),"patches":4"#)) != "none")
        }
        for patches in ["9223372036854775806", "9223372036854775807", "-1", "5"] {
            let changed = text.replacing(#""patches":4"#, with: #""patches":\#(patches)"#)
            #expect(error(changed).contains("line 1 of the file is damaged"), "\(patches)")
        }
        for time in ["-1", "9223372036854775807"] {
            #expect(error(text.replacing(#""expires":{"/n":4}"#, with: #""expires":{"/n":\#(time)}"#)).contains("line 2"), "\(time)")
        }
        #expect(error(text.replacing(#""turn":"#, with: #""turm":"#)).contains("line 4"))
    }

    /// The order of members is a part of a state, and before its first version every state is empty.
    @Test func aHistoryThatLeadsToSomethingElseIsRefused() async throws {
        await fill(versions: 3)
        let text = String(decoding: try await exported(withHistory: true), as: UTF8.self)
        #expect(throws: Never.self) { try StateArchive(parsing: Array(text.utf8)) }
        let changes = [
            (#"{"имя":"Иван","n":3}"#, #"{"n":3,"имя":"Иван"}"#), (#""from":0,"document":{}"#, #""from":0,"document":{"x":1}"#),
            (#""expires":{"/n":3}"#, #""expires":{"/n":4}"#), (#""expires":{"/n":3}"#, #""expires":{}"#),
            (#""value":{"имя":"Иван","n":1.50}"#, #""value":{"имя":"Пётр","n":1.50}"#),
        ]
        for (old, new) in changes {
            let changed = text.replacing(old, with: new)
            #expect(changed != text)
            #expect(throws: StateArchiveError.contradiction, "\(new)") { try StateArchive(parsing: Array(changed.utf8)) }
        }
        let number = text.replacing(#""path":"","value":{"имя":"Иван","n":1.50}"#, with: #""path":"","value":7"#)
        #expect(throws: StateArchiveError.badLine(4)) { try StateArchive(parsing: Array(number.utf8)) }
    }

    /// However the parts come, and however long the file is: what is bounded is a line.
    @Test(arguments: [1, 7, 1_000, 1 << 20])
    func aFileOfAnyLengthIsReadInParts(length: Int) async throws {
        await fill(versions: length == 1 ? 20 : 3_000)
        let bytes = try await exported(withHistory: true)
        let longest = try #require(bytes.split(separator: UInt8(ascii: "\n")).map(\.count).max())
        var reader = StateArchiveReader(longestLine: longest)
        for start in stride(from: 0, to: bytes.count, by: length) { try reader.take(bytes[start..<min(start + length, bytes.count)]) }
        #expect(try reader.finish() == StateArchive(parsing: bytes))
        #expect(length == 1 || bytes.count > 1_000 * longest, "the whole is far longer than what is kept of it")

        var bounded = StateArchiveReader(longestLine: longest - 1)
        let error = #expect(throws: StateArchiveError.self) { try bounded.take(bytes) }
        guard case .lineTooLong(_, limit: longest - 1) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    /// No more is read than shows that it is none.
    @Test func aFileWithoutEndIsRefused() throws {
        var reader = StateArchiveReader()
        let zeros = [UInt8](repeating: 0, count: 64 << 10)
        try reader.take(zeros)
        #expect(throws: StateArchiveError.notAnArchive) { try reader.take(zeros) }
        var other = StateArchiveReader(longestLine: 100_000)
        try other.take(Array((#"{"ringbox":"state","format":1,"sandbox":"shop","version":1,"patches":0}"# + "\n").utf8))
        try other.take(zeros)
        #expect(throws: StateArchiveError.lineTooLong(2, limit: 100_000)) { try other.take(zeros) }
    }

    /// As with a put, a text is stored as it is. Histories have what workers wrote.
    @Test func halfACharacterIsRefusedWithItsLine() async throws {
        await fill(versions: 2)
        let text = String(decoding: try await exported(withHistory: true), as: UTF8.self)
        for half in [#"\ud83d"#, #"x\udc00"#] {
            let changed = text.replacing(#"{"document":{"имя":"Иван""#, with: #"{"document":{"имя":"\#(half)""#)
            try #require(changed != text)
            let column = 21 + half.utf8.count - 6
            #expect(throws: StateArchiveError.halfCharacter(line: 2, column: column)) { try StateArchive(parsing: Array(changed.utf8)) }
        }
        let history = text.replacing(#""value":{"имя":"Иван","n":1.50}"#, with: #""value":{"имя":"\ud83d","n":1.50}"#)
            .replacing(#"{"document":{"имя":"Иван""#, with: "{\"document\":{\"имя\":\"\u{fffd}\"")
        #expect(try StateArchive(parsing: Array(history.utf8)).content.document["имя"] == "\u{fffd}")
        var broken = Array(text.utf8)
        let place = try #require(broken.firstRange(of: Array("Иван".utf8))?.lowerBound)
        broken[place] = 0xff
        #expect(throws: StateArchiveError.badLine(2)) { try StateArchive(parsing: broken) }
    }

    @Test func aStateThatHasNothingStoredIsAnEmptyObject() async throws {
        let archive = try StateArchive(parsing: try await exported(withHistory: true))
        #expect(archive.content == StateContent())
        #expect(archive.version == 0)
    }
}
