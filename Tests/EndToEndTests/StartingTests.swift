import Foundation
import Glibc
import TestSupport
import Testing

/// A host that has much to load, or that was started again.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(5)))
struct StartingTests {
    private func many(_ count: Int, also files: [String: String] = [:]) throws -> TemporaryFolder {
        let handlers = try TemporaryFolder()
        for number in 1...count { try handlers.write("module.exports = () => ({ returned_code: \(number) })\n", to: "s\(number).js") }
        for (path, text) in files { try handlers.write(text, to: path) }
        return handlers
    }

    @Test func anySandboxAnswersWhileThousandsLoadAndTheHostEndsAtOnce() throws {
        let host = try HostProcess(
            handlers: many(2_000), data: TemporaryFolder(), options: ["--worker-limit", "8", "--stop-timeout", "10m"], waits: false)
        for number in [1_999, 3, 1_000] { #expect(try host.get("/@s\(number)/").text == #"{"returned_code":\#(number)}"#) }
        // Eight that are kept, those that load, and a spare one; one that was killed may not have been reaped.
        var most = 0
        for _ in 0..<200 { most = max(most, try host.children().count) }
        #expect(most <= 8 + 18 + 1 + 8, "\(most) processes")
        let health = try HTTPConnection(port: host.adminPort).request("GET", "/health").text
        #expect(health.contains(#""sandboxes": 2000"#) && !health.contains(#""loading": 0"#), "\(health)")
        #expect(host.kill(SIGTERM) == 0)
    }

    @Test func theHostEndsThoughNothingThatLoadsComesToAnEnd() throws {
        var files: [String: String] = [:]
        for number in 1...40 {
            files["e\(number)/index.js"] = "for (;;) {}\n"
            files["e\(number)/sandbox.yaml"] = "limits: { load: 10m }\n"
        }
        let host = try HostProcess(
            handlers: many(3, also: files), data: TemporaryFolder(), options: ["--stop-timeout", "10m"], waits: false)
        #expect(try host.get("/@s3/").text == #"{"returned_code":3}"#)
        let waiting = try host.connect()
        try waiting.send(Array("GET /@e40/ HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        #expect(host.kill(SIGTERM) == 0)
    }

    @Test func theLastGoodVersionServesThoughTheHostWasKilledBehindABrokenSave() throws {
        let handlers = try many(1, also: ["a/go.ts": "export default () => ({ returned_code: 21 as number })\n"])
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder())
        try waitUntil { FileManager.default.fileExists(atPath: host.data.path + "/bundles/a.bundle") }
        try handlers.write("export default () => ({ returned_code: ", to: "a/go.ts")
        _ = try host.output.line { $0.contains("go.ts:1:") }
        try host.restart()
        #expect(try host.get("/@a/go").text == #"{"returned_code":21}"#)
        let status = try CommandResult.ringbox("status", "a", "--data", host.data.path)
        #expect(status.output.contains("the newest files do not load: a/go.ts:1:"), "\(status.output)")
    }
}
