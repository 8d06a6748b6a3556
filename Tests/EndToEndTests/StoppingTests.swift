import Foundation
import Glibc
import TestSupport
import Testing

/// What a signal does to the host, and to those who are connected.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(2)))
struct StoppingTests {
    private func host(options: [String] = []) throws -> HostProcess {
        let handlers = try TemporaryFolder()
        try handlers.write("fallback: { returned_code: 9 }\nlimits: { wall: 1m, cpu: 1m }\n", to: "a/sandbox.yaml")
        let slow = "const end = Date.now() + 500; while (Date.now() < end); state.calls = (state.calls || 0) + 1;"
        try handlers.write("module.exports = (req, state) => { \(slow) return { returned_code: 1 } }", to: "a/slow.js")
        try handlers.write("module.exports = (req, state) => ({ returned_code: state.calls || 0 })", to: "a/count.js")
        try handlers.write("module.exports = () => { for (;;); }", to: "a/endless.js")
        return try HostProcess(handlers: handlers, data: TemporaryFolder(), options: options)
    }

    /// A connection with a request that the host has begun to read.
    private func begun(_ target: String, on host: HostProcess) throws -> HTTPConnection {
        let connection = try host.connect()
        try connection.send(Array("POST \(target) HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n".utf8))
        #expect(try connection.readLine(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
        return connection
    }

    /// Whether processes end within seconds: they may be killed, and their new parent has yet to notice.
    private func areGone(_ processes: [Int32]) -> Bool {
        for _ in 0..<500 {
            if processes.allSatisfy(isGone) { return true }
            usleep(10_000)
        }
        return false
    }

    private func isGone(_ process: Int32) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return text.split(separator: ")").last?.hasPrefix(" Z") ?? true
    }

    @Test func aTurnUnderWayIsAnsweredAndStored() throws {
        let host = try host()
        let connection = try begun("/@a/slow", on: host)
        try connection.send(Array("{}".utf8))
        let workers = try host.children()
        host.signal(SIGTERM)
        let answer = try connection.answer()
        #expect(answer.status == 200)
        #expect(answer.text == #"{"returned_code":1}"#)
        #expect(answer.headers["connection"] == "close")
        #expect(host.wait() == 0)
        #expect(areGone(workers))
        try host.restart()
        #expect(try host.get("/@a/count").text == #"{"returned_code":1}"#)
    }

    @Test func aTurnThatTakesTooLongGetsItsFallback() throws {
        let host = try host(options: ["--stop-timeout", "2s"])
        let connection = try begun("/@a/endless", on: host)
        try connection.send(Array("{}".utf8))
        let workers = try host.children()
        #expect(!workers.isEmpty)
        host.signal(SIGTERM)
        let answer = try connection.answer()
        #expect(answer.headers["ringbox-outcome"] == "timed_out; fallback")
        #expect(answer.text == #"{"returned_code":9}"#)
        #expect(host.wait() == 0)
        #expect(areGone(workers))
    }

    @Test func aSecondSignalEndsItAtOnce() throws {
        let host = try host(options: ["--stop-timeout", "10m"])
        let connection = try begun("/@a/endless", on: host)
        try connection.send(Array("{}".utf8))
        let workers = try host.children()
        host.signal(SIGTERM)
        host.signal(SIGINT)
        #expect(host.wait() == 130)
        #expect(areGone(workers))
    }

    /// The program that looks at the jail says nothing: the start has got no further.
    @Test func aSignalBeforeThereIsAHostEndsTheStartInOrder() throws {
        let files = try TemporaryFolder()
        try files.write("#!/bin/sh\n: > \"$0.begun\"\nexec /bin/sleep 1000\n", to: "worker")
        try files.makeExecutable("worker")
        let output = open(files.path + "/output", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { for descriptor in [output, nothing] { close(descriptor) } }
        for signal in [SIGTERM, SIGINT] {
            try? files.remove("worker.begun")
            let host = try ChildProgram(
                BuiltProducts.path(of: "ringbox"),
                ["serve", "--handlers", files.path, "--data", files.path + "-data", "--worker", files.path + "/worker"],
                descriptors: (nothing, output, output))
            try waitUntil { FileManager.default.fileExists(atPath: files.path + "/worker.begun") }
            host.signal(signal)
            #expect(host.wait() == 0)
        }
    }

    @Test func aReloadWithoutAnythingToReadAgainEndsNothing() throws {
        let host = try host()
        host.signal(SIGHUP)
        #expect(try host.get("/@a/count").status == 200)
        #expect(host.kill(SIGTERM) == 0)
    }

    /// In the place of esbuild, and of any program that a host runs.
    @Test func aProgramThatHangsEndsWithAKilledHost() throws {
        let files = try TemporaryFolder()
        try files.write("#!/bin/sh\necho $$ > \"$0.number\"\nexec /bin/sleep 1000\n", to: "esbuild")
        try files.makeExecutable("esbuild")
        let handlers = try TemporaryFolder()
        try handlers.write("export default () => ({ returned_code: 1 })", to: "a/go.ts")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), environment: ["PATH": files.path], waits: false)
        var number: Int32?
        try waitUntil {
            number = (try? files.read("esbuild.number")).flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
            return number != nil
        }
        host.kill(SIGKILL)
        #expect(areGone([try #require(number)]))
    }

    /// As a service manager does, which sends its signal to all processes of a service.
    @Test func workersLeaveTheSignalToTheHost() throws {
        let host = try host()
        let connection = try begun("/@a/slow", on: host)
        try connection.send(Array("{}".utf8))
        for worker in try host.children() { kill(worker, SIGTERM) }
        host.signal(SIGTERM)
        #expect(try connection.answer().text == #"{"returned_code":1}"#)
        #expect(host.wait() == 0)
    }

    @Test func whoDoesNothingHoldsNothingUp() throws {
        let host = try host(options: ["--stop-timeout", "10m"])
        let idle = try host.connect()
        #expect(try idle.request("GET", "/@a/count").status == 200)
        let halfHead = try host.connect()
        try halfHead.send(Array("GET /@a/count HT".utf8))
        let halfBody = try begun("/@a/count", on: host)
        host.signal(SIGTERM)
        #expect(host.wait() == 0)
        withExtendedLifetime((idle, halfHead, halfBody)) {}
    }

    /// However far it has come by then: what is not handed to the store is given up, and what is stored is answered.
    @Test func aLongEditByHandIsGivenUpOrStored() throws {
        let host = try host(options: ["--stop-timeout", "1s"])
        var text = "{"
        for number in 0..<150_000 { text += "\"r\(number)\":{\"a\":\(number),\"text\":\"some text here\"}," }
        text += "\"last\":1}"
        let token = try host.data.read("admin.token").trimmingCharacters(in: .whitespacesAndNewlines)
        let connection = try HTTPConnection(port: host.adminPort)
        let head = "PUT /state/a HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\nExpect: 100-continue\r\n"
        try connection.send(Array("\(head)Content-Length: \(text.utf8.count)\r\n\r\n".utf8))
        #expect(try connection.readLine(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
        try connection.send(Array(text.utf8))
        host.signal(SIGTERM)
        let answer = try connection.answer()
        let isStored = answer.status == 200
        #expect(isStored || answer.status == 503 && answer.text.contains("the host is stopping: nothing was changed"), "\(answer.text)")
        #expect(host.wait() == 0)
        try host.restart()
        #expect(try host.admin("GET", "/state/a?path=/last").status == (isStored ? 200 : 404))
    }
}
