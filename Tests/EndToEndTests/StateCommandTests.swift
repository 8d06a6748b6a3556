import Foundation
import JSONText
import SQLiteStateStore
import StateStore
import TestSupport
import Testing

/// `ringbox state`, as people type it.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct StateCommandTests {
    private static let handler = """
        export default (req, state) => { state.n += 1; state.couriers[req.query.numa] = { name: "Иван" }; return { returned_code: 1 } }
        """

    /// A host with the sandbox a, whose state is at version 2.
    private func served() throws -> HostProcess {
        let handlers = try TemporaryFolder()
        try handlers.write(Self.handler, to: "a/go.js")
        try handlers.write(#"{"n": 0, "couriers": {}}"#, to: "a/state.json")
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "bare/go.js")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        #expect(try host.get("/@a/go?numa=74952345678").status == 200)
        return host
    }

    private func state(_ host: HostProcess, _ arguments: String..., input: String? = nil) throws -> CommandResult {
        try CommandResult.run(
            BuiltProducts.path(of: "ringbox"), ["state"] + arguments + ["--data", host.data.path], input: input, environment: ["TZ": "UTC"])
    }

    @Test(arguments: [true, false])
    func everythingWorksWithAHostAndWithoutOne(isRunning: Bool) throws {
        let host = try served()
        if !isRunning { host.kill(9) }
        #expect(try state(host, "get", "a", "/couriers/74952345678/name").output == "\"Иван\"\n")
        let near = try state(host, "get", "a", "/couriers/7495234567")
        #expect(near.exitCode == 1 && near.errors.contains("(did you mean /couriers/74952345678?)"), "\(near.errors)")
        let dotted = try state(host, "get", "a", "couriers.x")
        #expect(dotted.exitCode == 64 && dotted.errors.contains(#"did you mean "/couriers/x"?"#))

        let patch = #"[{"op": "test", "path": "/n", "value": 1}, {"op": "move", "from": "/n", "path": "/count"}]"#
        #expect(try state(host, "patch", "a", "-", input: patch).output == "a: version 3\n")
        let failed = try state(host, "patch", "a", "-", input: patch)
        #expect(failed.exitCode == 1 && failed.errors.contains(#"operation 0 of the patch expects 1 at "/n", where nothing is"#))
        let stale = try state(host, "put", "a", "-", "--if-version", "2", input: "{}")
        #expect(stale.exitCode == 1 && stale.errors.contains("the state is at version 3 and not at 2: nothing was changed"))
        #expect(try state(host, "put", "a", "-", "--if-version", "3", input: #"{"count": 5}"#).output == "a: version 4\n")

        let history = try state(host, "history", "a")
        let lines = history.output.split(separator: "\n").map(String.init)
        #expect(lines.count(where: { $0.hasPrefix("version ") }) == 4, "\(history.output)\(history.errors)")
        #expect(lines[0].hasPrefix("version 4  20") && lines[0].contains("  put  "))
        #expect(lines.contains(#"    + /couriers/74952345678  {"name":"Иван"}"#) && lines.contains("    ~ /n  0 → 1"))
        #expect(lines.contains { $0.contains("  GET /go  ") } && lines.contains { $0.contains("  seed  ") })
        let path = try state(host, "history", "a", "--path", "/couriers/74952345678", "--json", "-n", "1")
        let entry = try JSONValue(parsing: path.output)
        #expect(entry["version"] == 4 && entry["changes"] == [["path": "/couriers/74952345678", "before": ["name": "Иван"]]])
        #expect(try state(host, "history", "a", "--since", "2100-01-01").output.isEmpty)

        #expect(try state(host, "diff", "a", "1", "2").output == "    ~ /n  0 → 1\n    + /couriers/74952345678  {\"name\":\"Иван\"}\n")
        let difference = try JSONValue(parsing: state(host, "diff", "a", "3", "--json").output)
        #expect(difference == [["op": "remove", "path": "/couriers"], ["op": "replace", "path": "/count", "value": 5]])
        #expect(try state(host, "diff", "a", "4").output == "versions 4 and 4 of a are the same\n")

        #expect(try state(host, "restore", "a", "2", "--if-version", "4").output == "a: version 5, as version 2 was\n")
        let two = try state(host, "get", "a", "--at", "2").output
        #expect(try state(host, "get", "a").output == two)
        #expect(try state(host, "restore", "a", "4").exitCode == 0)
        #expect(try JSONValue(parsing: state(host, "get", "a").output) == ["count": 5])
        let never = try state(host, "restore", "a", "99")
        #expect(never.exitCode == 1 && never.errors.contains("has no version 99, its newest is 6"), "\(never.errors)")
        if isRunning {
            #expect(try host.get("/@a/go?numa=1").status == 500, "turns start from what is restored: it has no couriers")
            #expect(try state(host, "restore", "a", "2").exitCode == 0)
            #expect(try host.get("/@a/go?numa=1").status == 200)
        }
    }

    /// What a state has in it steers no terminal, and what is printed is the same state.
    @Test func nothingInAStateSteersTheTerminal() throws {
        let host = try served()
        host.kill(9)
        let text = "{\"a\u{9b}2J\": \"\u{202e}x\u{85}\", \"b\": \"\\u001b[31m\"}"
        #expect(try state(host, "put", "a", "-", input: text).exitCode == 0)
        for arguments in [
            ["get", "a"], ["history", "a"], ["history", "a", "--json"], ["diff", "a", "2", "--json"], ["diff", "a", "2"],
            ["export", "a", "--history"],
        ] {
            let result = try CommandResult.run(BuiltProducts.path(of: "ringbox"), ["state"] + arguments + ["--data", host.data.path])
            #expect(result.exitCode == 0 && result.output.contains("2J"), "\(arguments) \(result.errors)")
            for sign in ["\u{9b}", "\u{202e}", "\u{85}", "\u{1b}"] {
                #expect(!result.output.unicodeScalars.contains(Unicode.Scalar(sign) ?? "?"), "\(arguments)")
            }
        }
        #expect(try JSONValue(parsing: state(host, "get", "a").output) == JSONValue(parsing: text))
        let archive = try state(host, "export", "a").output
        #expect(try state(host, "import", "a", "-", input: archive).exitCode == 0)
        #expect(try JSONValue(parsing: state(host, "get", "a").output) == JSONValue(parsing: text))
        let missing = try state(host, "get", "a", "/\u{9b}31m\u{202e}")
        #expect(missing.exitCode == 1 && missing.errors.contains(#"\u{9b}31m\u{202e}"#), "\(missing.errors)")
    }

    @Test(arguments: [true, false])
    func halfACharacterAndEndlessTextsAreRefused(isRunning: Bool) throws {
        let host = try served()
        if !isRunning { host.kill(9) }
        let half = try state(host, "put", "a", "-", input: #"{"a": "x\ud83d"}"#)
        #expect(half.exitCode == 1 && half.errors.contains("line 1, column 9: this escape is half of a character"), "\(half.errors)")
        let patch = try state(host, "patch", "a", "-", input: #"[{"op": "add", "path": "/a", "value": "\udc00"}]"#)
        #expect(patch.exitCode == 1 && patch.errors.contains("this escape is half of a character"), "\(patch.errors)")
        for command in ["put", "patch"] {
            let endless = try state(host, command, "a", "/dev/zero")
            #expect(endless.exitCode == 1 && endless.errors.contains("bytes, which is the most that is read of it"), "\(endless.errors)")
        }
        let endless = try state(host, "import", "a", "/dev/zero")
        #expect(endless.exitCode == 1 && endless.errors.contains("no exported state"), "\(endless.errors)")
        let archive = try state(host, "export", "a").output.replacingOccurrences(of: "Иван", with: #"\ud83d"#)
        let imported = try state(host, "import", "a", "-", input: archive)
        #expect(imported.exitCode == 1 && imported.errors.contains("this escape is half of a character"), "\(imported.errors)")
        #expect(imported.errors.contains("line 2 of the file, column "), "\(imported.errors)")
        #expect(try JSONValue(parsing: state(host, "get", "a").output)["n"] == 1)
    }

    /// Without a host, a command waits for another one that has the folder: here for the test, which lets go of it when the command has
    /// found it locked.
    @Test func commandsOnAStoppedFolderWaitForEachOther() async throws {
        let host = try served()
        host.kill(9)
        let (tool, data) = (BuiltProducts.path(of: "ringbox"), host.data.path)
        let lock = open("\(data)/ringbox.lock", O_RDWR | O_CLOEXEC)
        defer { close(lock) }
        try #require(flock(lock, LOCK_EX) == 0)
        let closings = inotify_init1(Int32(IN_CLOEXEC))
        defer { close(closings) }
        try #require(inotify_add_watch(closings, "\(data)/ringbox.lock", UInt32(IN_CLOSE_WRITE)) >= 0)
        async let result = CommandResult.run(
            tool, ["state", "patch", "a", "-", "--data", data], input: #"[{"op": "test", "path": "/n", "value": 1}]"#)
        var event = [UInt8](repeating: 0, count: 4096)
        #expect(read(closings, &event, event.count) > 0)
        flock(lock, LOCK_UN)
        let (exitCode, errors) = try await (result.exitCode, result.errors)
        #expect(exitCode == 0, "\(errors)")
    }

    @Test(arguments: [true, false])
    func aStateGoesToAFileAndBack(isRunning: Bool) throws {
        let host = try served()
        if !isRunning { host.kill(9) }
        let expiring = #"[{"op": "expire", "path": "/couriers/74952345678", "at": 4102444800000}]"#
        #expect(try state(host, "patch", "a", "-", input: expiring).exitCode == 0)
        let file = "\(host.data.path)/a.jsonl"
        let exported = try state(host, "export", "a", file, "--history")
        #expect(exported.exitCode == 0 && exported.errors.isEmpty, "\(exported.errors)")
        let text = try host.data.read("a.jsonl")
        #expect(text.split(separator: "\n").count == 7 && text.contains(#""expires":{"/couriers/74952345678":4102444800000}"#))
        #expect(try FileManager.default.contentsOfDirectory(atPath: host.data.path).count { $0.hasPrefix("a.jsonl") } == 1)

        let before = try state(host, "get", "a").output
        #expect(try state(host, "put", "a", "-", input: "{}").exitCode == 0)
        #expect(try state(host, "import", "a", file).output == "a: version 5, as version 3 of a was\n")
        #expect(try state(host, "get", "a").output == before)
        #expect(try state(host, "diff", "a", "3").output.contains("are the same"), "what expires is the same, too")
        let piped = try state(host, "export", "a").output
        #expect(try state(host, "import", "bare", "-", "--if-version", "0", input: piped).output.contains("as version 5 of a was"))

        try host.data.write(String(text.dropLast(30)), to: "cut.jsonl")
        let cut = try state(host, "import", "a", "\(host.data.path)/cut.jsonl")
        #expect(cut.exitCode == 1 && cut.errors.contains("cut off after 5 whole lines: nothing was changed"), "\(cut.errors)")
        let newer = try state(host, "import", "a", "-", input: text.replacingOccurrences(of: #""format":1"#, with: #""format":2"#))
        #expect(newer.exitCode == 1 && newer.errors.contains("a newer Ringbox"), "\(newer.errors)")
        #expect(try state(host, "get", "a").output == before)
    }

    /// As an older version could have stored it.
    @Test func whatCannotBeReadIsShownAndCutOff() async throws {
        let host = try served()
        host.kill(9)
        let store = try SQLiteStateStore(folder: host.data.path) { _ in }
        let version = try await store.version(of: "a")
        let broken = StateCommit(
            sandbox: "a", version: version + 1, patch: Array(#"[{"op":"remove","path":"/zzz"}]"#.utf8), turn: "t", cause: "GET /go", time: 1
        )
        #expect(await store.commit([broken]) == [.committed])
        await store.close()
        let unreadable = try state(host, "get", "a")
        #expect(unreadable.exitCode != 0 && unreadable.errors.contains("ringbox state repair a"), "\(unreadable.errors)")
        let shown = try state(host, "repair", "a")
        #expect(shown.exitCode == 1 && shown.output.contains(#"needs something at "/zzz""#), "\(shown.output)")
        #expect(shown.output.contains("the newest one that can be read is version \(version)"), "\(shown.output)")
        #expect(try state(host, "get", "a").exitCode != 0, "looking changes nothing")
        let cut = try state(host, "repair", "a", "--cut")
        #expect(cut.exitCode == 0 && cut.output == "a: cut back from version \(version + 1) to version \(version)\n", "\(cut.output)")
        #expect(try state(host, "get", "a").exitCode == 0)
        let sound = try state(host, "repair", "a")
        #expect(sound.exitCode == 0 && sound.output.contains("nothing to repair"), "\(sound.output)")
    }

    @Test(arguments: [true, false])
    func aResetGoesWhereItIsTold(isRunning: Bool) throws {
        let host = try served()
        if !isRunning { host.kill(9) }
        func reset(_ arguments: String...) throws -> CommandResult {
            let all = ["state", "reset"] + arguments + ["--data", host.data.path, "--handlers", host.handlers.path]
            return try CommandResult.run(BuiltProducts.path(of: "ringbox"), all)
        }
        #expect(try reset("a", "--empty").exitCode == 0)
        #expect(try state(host, "get", "a").output == "{}\n")
        #expect(try reset("a", "--to-seed", "--if-version", "3").exitCode == 0)
        #expect(try JSONValue(parsing: state(host, "get", "a").output) == ["n": 0, "couriers": [:]])
        let none = try reset("bare", "--to-seed")
        #expect(none.exitCode == 1 && none.errors.contains("bare has no state.json to go back to"), "\(none.errors)")
        #expect(try reset("bare").exitCode == 0)
        #expect(try reset("a", "--to-seed", "--empty").exitCode == 64)
    }

    @Test(arguments: [true, false])
    func anEditorChangesAPart(isRunning: Bool) throws {
        let host = try served()
        if !isRunning { host.kill(9) }
        func edit(_ editor: String, _ path: String = "/couriers") throws -> CommandResult {
            try CommandResult.run(
                BuiltProducts.path(of: "ringbox"), ["state", "edit", "a", path, "--data", host.data.path],
                environment: ["EDITOR": editor, "VISUAL": "", "TMPDIR": host.data.path])
        }
        func drafts() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: host.data.path).filter { $0.hasPrefix("ringbox-state-") }
        }
        let edited = try edit("sed -i s/Иван/Пётр/")
        #expect(edited.output == "a: version 3\n", "\(edited.errors)")
        #expect(try state(host, "diff", "a", "2").output == "    ~ /couriers/74952345678/name  \"Иван\" → \"Пётр\"\n")
        #expect(try edit("true", "").output == "a: nothing was changed\n")
        let failing = try edit("false")
        #expect(failing.exitCode == 1 && failing.errors.contains("failed: nothing was changed"))
        #expect(try drafts().isEmpty)

        let broken = try edit("sed -i s/}//")
        #expect(broken.exitCode == 1 && broken.errors.contains("what the editor left is no JSON"), "\(broken.errors)")
        let draft = try #require(try drafts().first)
        #expect(broken.errors.contains("your text is in \(host.data.path)/\(draft)"))
        #expect(try host.data.read(draft).contains("Пётр"))
        guard isRunning else { return }
        try host.data.remove(draft)
        let ringbox = BuiltProducts.path(of: "ringbox")
        let late = try edit("echo '[]' | '\(ringbox)' state patch a - --data '\(host.data.path)' && sed -i s/Пётр/Илья/")
        #expect(late.exitCode == 1 && late.errors.contains("the state is at version 4 and not at 3: nothing was changed; your text is in"))
        #expect(try drafts().count == 1)
    }

    /// The host is killed, and started again, while somebody watches and others change the state.
    @Test func watchingMissesNothingAndRepeatsNothing() throws {
        let host = try served()
        let output = try FileHandle(forUpdating: emptyFile(host, "out"))
        let errors = try FileHandle(forUpdating: emptyFile(host, "err"))
        let arguments = ["state", "watch", "a", "--json", "--after", "1", "--data", host.data.path]
        let watch = try ChildProgram(
            BuiltProducts.path(of: "ringbox"), arguments, descriptors: (0, output.fileDescriptor, errors.fileDescriptor))
        defer {
            watch.signal(9)
            watch.wait()
        }
        func seen() throws -> [Int] {
            try host.data.read("out").split(separator: "\n").compactMap { try? JSONValue(parsing: String($0))["version"]?.int }
        }
        var version = 2
        for round in 0..<3 {
            for _ in 0..<10 { #expect(try host.get("/@a/go?numa=\(round)").status == 200) }
            version += 10
            if round == 1 {
                host.kill(9)
                #expect(try state(host, "patch", "a", "-", input: "[]").exitCode == 0)
                version += 1
                try host.restart()
            } else {
                try waitUntil { try seen().last == version }
            }
        }
        #expect(try seen() == Array(2...version))
        #expect(try host.data.read("err") == "ringbox: the host is gone; waiting until it is back\n")
        let last = try #require(try host.data.read("out").split(separator: "\n").last)
        #expect(try JSONValue(parsing: String(last))["changes"]?[0] == ["path": "/n", "before": 30, "after": 31])
        watch.signal(2)
        #expect(watch.wait() == 130)
    }

    private func emptyFile(_ host: HostProcess, _ name: String) throws -> URL {
        try host.data.write("", to: name)
        return URL(filePath: "\(host.data.path)/\(name)")
    }

    @Test func watchingNeedsAHost() throws {
        let host = try served()
        let unknown = try state(host, "watch", "b")
        #expect(unknown.exitCode == 1 && unknown.errors.contains(#"there is no sandbox "b""#))
        let never = try state(host, "watch", "a", "--after", "9")
        #expect(never.exitCode == 1 && never.errors.contains("has no version 9"))
        host.kill(9)
        #expect(try state(host, "watch", "a").exitCode == 69)
    }
}
