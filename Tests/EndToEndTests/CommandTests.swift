import JSONText
import TestSupport
import Testing

/// The commands, as people type them.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(2)))
struct CommandTests {
    @Test func aNewSandboxLoadsAndAnswers() throws {
        let handlers = try TemporaryFolder()
        let made = try CommandResult.ringbox("new", "taxi", "--handlers", handlers.path)
        #expect(made.exitCode == 0, "\(made.errors)")
        let checked = try CommandResult.ringbox("check", "--handlers", handlers.path)
        #expect(checked.exitCode == 0 && checked.output.contains("taxi"), "\(checked.output)\(checked.errors)")
        let hasScenario = checked.output.contains("scenario taxi/scenario.yaml ok") && !checked.output.contains("warning")
        #expect(hasScenario, "\(checked.output)")
        let again = try CommandResult.ringbox("new", "taxi", "--handlers", handlers.path)
        #expect(again.exitCode != 0 && again.errors.contains("taxi"))
    }

    @Test func theLimitsOfTheMachineHoldWhereASandboxSaysNothing() throws {
        let handlers = try TemporaryFolder()
        try handlers.write("for (;;);", to: "a/go.js")
        func check(_ limits: String) throws -> CommandResult {
            try CommandResult.ringbox("check", "--handlers", handlers.path, environment: ["RINGBOX_DEFAULT_LIMITS": limits])
        }
        #expect(try check("load=50ms cpu=1s").output.contains("load 50 ms exceeded"))
        #expect(try check("cpu=1s load=70ms").output.contains("load 70 ms exceeded"))
        let refused = try check("cpu=1s lod=60s")
        #expect(refused.exitCode == 64)
        #expect(
            refused.errors.contains(#"RINGBOX_DEFAULT_LIMITS, which is like "cpu=1s load=10s": unknown limit "lod""#), "\(refused.errors)")
    }

    @Test func checkFindsEveryMistakeAndFails() throws {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "good/go.js")
        try handlers.write("export default (", to: "broken/go.js")
        try handlers.write("module.exports = () => 1", to: "settings/go.js")
        try handlers.write("limits: { wal: 3s }\n", to: "settings/sandbox.yaml")
        let result = try CommandResult.ringbox("check", "--handlers", handlers.path)
        let text = result.output + result.errors
        #expect(result.exitCode == 1)
        #expect(text.contains("broken/go.js:1:") && text.contains(#"did you mean "wall"?"#) && text.contains("/go"), "\(text)")
    }

    @Test func foldersThatContainEachOtherAreRefused() throws {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = () => 1", to: "a/go.js")
        for (command, options) in [
            ("serve", ["--data", handlers.path + "/data"]), ("check", ["--secrets", handlers.path + "/a"]),
            ("test", ["--secrets", handlers.path]), ("call", ["a", "--from", "74952345678", "--data", handlers.path]),
            ("explore", ["a", "--secrets", handlers.path + "/a"]),
        ] {
            let result = try CommandResult.run(BuiltProducts.path(of: "ringbox"), [command, "--handlers", handlers.path] + options)
            #expect(result.exitCode == 64 && result.errors.contains("have to be apart"), "\(command): \(result.exitCode) \(result.errors)")
        }
    }

    @Test func theStateOfARunningHostIsEditedAndSeenByHandlers() throws {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = (req, state) => { state.n += 1; return { returned_code: state.n } }", to: "a/go.js")
        try handlers.write(#"{"n": 0}"#, to: "a/state.json")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        #expect(try host.get("/@a/go").text == #"{"returned_code":1}"#)
        let put = try CommandResult.ringbox("state", "put", "a", "-", "--data", host.data.path, input: #"{"n": 20, "имя": "Иван"}"#)
        #expect(put.exitCode == 0, "\(put.errors)")
        #expect(try host.get("/@a/go").text == #"{"returned_code":21}"#)
        let refused = try CommandResult.ringbox("state", "put", "a", "-", "--data", host.data.path, input: "[1]")
        #expect(refused.exitCode != 0 && refused.errors.contains("an array"), "\(refused.errors)")
        #expect(try CommandResult.ringbox("state", "reset", "a", "--data", host.data.path).exitCode == 0)
        let got = try CommandResult.ringbox("state", "get", "a", "--data", host.data.path)
        #expect(try JSONValue(parsing: got.output) == ["n": 0])
        host.kill(9)
        let offline = try CommandResult.ringbox("state", "get", "a", "--data", host.data.path)
        #expect(try JSONValue(parsing: offline.output) == ["n": 0], "without a host the folder itself is read")
    }

    @Test func statusShowsWhatTheSandboxesDo() throws {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = (req, state) => { state.n = 1; return { returned_code: 1 } }", to: "good/go.js")
        try handlers.write("export default (", to: "broken/go.js")
        try handlers.write("module.exports = async () => { for (;;) await 0 }", to: "dying/go.js")
        try handlers.write("limits: { wall: 60s, cpu: 10ms }\n", to: "dying/sandbox.yaml")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        #expect(try host.get("/@good/go").status == 200)
        func status(_ arguments: String...) throws -> CommandResult {
            try CommandResult.run(BuiltProducts.path(of: "ringbox"), ["status", "--data", host.data.path] + arguments)
        }
        try waitUntil {
            _ = try host.get("/@dying/go")
            return try status("dying").output.contains("paused: its process keeps ending; the next one starts in")
        }
        let lines = try status().output.split(separator: "\n")
        #expect(lines.prefix(4).map { $0.prefix { $0 != " " } } == ["sandbox", "broken", "dying", "good"])
        #expect(lines[4].contains(" event loops: 99.9 % of the delays up to "))
        #expect(lines[1].contains("does not serve: ") && lines[3].contains(" MiB ") && lines[3].contains("serves "))
        let json = try JSONValue(parsing: status("good", "--json").output)
        let shown = json["sandboxes"]
        #expect(shown?.array?.count == 1 && shown?[0]?["stateVersion"]?.int == 1 && shown?[0]?["deaths"]?.int == 0)
        let delays = json["loops"]?.array?.compactMap { $0["ownDelay"]?["permille999Microseconds"]?.int }
        #expect(delays?.isEmpty == false && json["loops"]?[0]?["stalls"]?.int != nil)
        let unknown = try status("god")
        #expect(unknown.exitCode == 66 && unknown.errors.contains(#"has no sandbox "god" (did you mean "good"?)"#))
    }

    @Test func theHostEndsInOrderWhenItIsAskedTo() throws {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "a/go.js")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        #expect(try host.get("/@a/go").status == 200)
        #expect(host.kill(15) == 0)
    }

    @Test func anUnusedWorkerIsLetGoAndComesBack() throws {
        let handlers = try TemporaryFolder()
        try handlers.write("let n = 0; module.exports = () => ({ returned_code: ++n })", to: "a/go.js")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), options: ["--idle-timeout", "1s"])
        #expect(try host.get("/@a/go").text == #"{"returned_code":1}"#)
        try waitUntil { try JSONValue(parsing: host.admin("GET", "/sandboxes").body)[0]?["processID"]?.int == nil }
        #expect(try host.get("/@a/go").text == #"{"returned_code":1}"#, "a new process starts anew")
    }
}
