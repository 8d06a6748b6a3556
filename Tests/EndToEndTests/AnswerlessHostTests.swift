import Foundation
import Glibc
import TestSupport
import Testing

/// Commands that ask a host which hangs, ends, or does not say where it listens.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct AnswerlessHostTests {
    private func host(options: [String] = [], data: TemporaryFolder? = nil) throws -> HostProcess {
        let handlers = try TemporaryFolder()
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "a/go.js")
        return try HostProcess(handlers: handlers, data: data ?? TemporaryFolder(), options: options)
    }

    @Test func theHealthOfAHostThatHangsIsKnownInTime() throws {
        let host = try host()
        #expect(try CommandResult.ringbox("health", "--data", host.data.path).exitCode == 0)
        host.signal(SIGSTOP)
        let result = try CommandResult.ringbox("health", "--timeout", "200ms", "--data", host.data.path)
        host.signal(SIGCONT)
        #expect(result.exitCode == 69 && result.errors.contains("has not answered for 200 ms: it hangs"), "\(result)")
    }

    @Test func whoFollowsTheLogIsToldThatTheHostEnded() throws {
        for (signal, code) in [(SIGKILL, 69), (SIGTERM, 0)] as [(Int32, Int32)] {
            let host = try host()
            let output = try TemporaryFolder()
            let file = open(output.path + "/output", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            let errors = open(output.path + "/errors", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
            defer { for descriptor in [file, errors, nothing] { close(descriptor) } }
            let logs = try ChildProgram(
                BuiltProducts.path(of: "ringbox"), ["logs", "--follow", "--data", host.data.path], descriptors: (nothing, file, errors))
            try waitUntil { try output.read("output").contains("serves 1 route") }
            host.kill(signal)
            #expect(logs.wait() == code)
            let complaint = try output.read("errors")
            #expect(complaint.contains("has ended"), "\(complaint)")
        }
    }

    /// Anybody may listen on the port of a host that was killed.
    @Test func nobodyGetsTheTokenOfAHostThatWasKilled() throws {
        let host = try host()
        #expect(try CommandResult.ringbox("state", "put", "a", "-", "--data", host.data.path, input: #"{"n":1}"#).exitCode == 0)
        host.kill(SIGKILL)
        #expect(FileManager.default.fileExists(atPath: host.data.path + "/running.json"))
        let listeners = try [host.adminPort, host.trafficPort].map { try SilentListener(port: $0) }
        let health = try CommandResult.ringbox("health", "--data", host.data.path)
        #expect(health.exitCode == 69 && health.errors.contains("no host uses the data folder"), "\(health)")
        let state = try CommandResult.ringbox("state", "get", "a", "/n", "--data", host.data.path)
        #expect(state.exitCode == 0 && state.output == "1\n", "\(state)")
        for listener in listeners { #expect(!listener.wasAsked) }
    }

    /// Whoever answers there may be anybody.
    @Test func theQuestionForTheHealthShowsNoToken() throws {
        let data = try TemporaryFolder()
        let listener = try SilentListener(port: 0)
        let result = try CommandResult.ringbox(
            "health", "--timeout", "200ms", "--admin-url", "http://127.0.0.1:\(listener.port)", "--data", data.path,
            environment: ["RINGBOX_TOKEN": "0123456789abcdef0123"])
        #expect(result.exitCode == 69, "\(result)")
        let request = try #require(listener.request())
        #expect(request.hasPrefix("GET /health ") && !request.contains("0123456789abcdef0123"), "\(request)")
    }

    /// A folder in its place is what keeps the file from being written, as a full disk does.
    @Test func runningJSONIsWrittenWhenItCanBe() throws {
        let data = try TemporaryFolder()
        let place = data.path + "/running.json"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        let host = try host(data: data)
        let unknown = try CommandResult.ringbox("health", "--data", data.path)
        #expect(unknown.exitCode == 69, "\(unknown)")
        #expect(unknown.errors.contains("is in use by process \(host.processID), and running.json"), "\(unknown)")
        let state = try CommandResult.ringbox("state", "get", "a", "--data", data.path)
        #expect(state.exitCode == 69 && state.errors == unknown.errors, "\(state)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: data.path).filter { $0.hasPrefix("running.json") } == ["running.json"])
        try FileManager.default.removeItem(atPath: place)
        try waitUntil { try CommandResult.ringbox("health", "--data", data.path).exitCode == 0 }
        #expect(host.kill(SIGTERM) == 0)
        #expect(!FileManager.default.fileExists(atPath: place))
        let none = try CommandResult.ringbox("health", "--data", data.path)
        #expect(none.exitCode == 69 && none.errors.contains("no host uses the data folder"), "\(none)")
    }

    @Test func theStateOfARemovedSandboxIsReadThroughTheHost() throws {
        let host = try host(options: ["--poll-interval", "100ms"])
        let data = host.data.path
        #expect(try CommandResult.ringbox("state", "put", "a", "-", "--data", data, input: #"{"имя": "Иван"}"#).exitCode == 0)
        try host.handlers.write("", to: ".empty")
        try host.handlers.remove("a")
        try waitUntil { try host.get("/@a/go").status == 404 }
        #expect(try CommandResult.ringbox("state", "get", "a", "--data", data).output.contains("Иван"))
        #expect(try CommandResult.ringbox("state", "history", "a", "--data", data).exitCode == 0)
        #expect(try CommandResult.ringbox("state", "export", "a", "--data", data).output.contains(#""end":true"#))
        let edit = try CommandResult.ringbox("state", "reset", "a", "--data", data)
        #expect(edit.exitCode == 1 && edit.errors.contains("there is no sandbox"), "\(edit)")
    }
}
