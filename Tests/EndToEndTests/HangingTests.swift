import Foundation
import Glibc
import JSONText
import TestSupport
import Testing

/// Things that never answer: pipes that nobody writes into in the place of files, and readers who do not read.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(3)))
struct HangingTests {
    private let handlers: TemporaryFolder
    private let files: TemporaryFolder

    init() throws {
        handlers = try TemporaryFolder()
        files = try TemporaryFolder()
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "a/go.js")
    }

    private func makePipe(_ path: String) throws {
        unlink(path)
        try #require(mkfifo(path, 0o600) == 0)
    }

    private func makeCertificate(_ name: String) throws {
        let made = try CommandResult.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=\(name)",
                "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "\(files.path)/\(name).key", "-out", "\(files.path)/\(name).pem",
            ])
        try #require(made.exitCode == 0, "\(made.errors)")
    }

    private func use(_ name: String) throws {
        try files.write(try files.read("\(name).pem"), to: "served.pem")
        try files.write(try files.read("\(name).key"), to: "served.key")
    }

    private func isServed(_ host: HostProcess, trusting name: String) throws -> Bool {
        let answer = try CommandResult.run(
            "/usr/bin/curl",
            ["--silent", "--cacert", "\(files.path)/\(name).pem", "https://127.0.0.1:\(host.trafficPort)/@a/go"])
        return answer.output == #"{"returned_code":1}"#
    }

    @Test func aPipeInThePlaceOfAKeyHoldsUpNeitherTheNextCertificateNorTheStop() throws {
        try makeCertificate("first")
        try makeCertificate("second")
        try use("first")
        let host = try HostProcess(
            handlers: handlers, data: TemporaryFolder(),
            options: ["--tls-cert", "\(files.path)/served.pem", "--tls-key", "\(files.path)/served.key", "--poll-interval", "100ms"])
        try makePipe(files.path + "/served.key")
        _ = try host.output.line { $0.contains("served.key cannot be read: it is a folder, a pipe, a socket or a device") }
        #expect(try isServed(host, trusting: "first"))
        try use("second")
        _ = try host.output.line { $0.contains("new connections get the certificate that was read again") }
        #expect(try isServed(host, trusting: "second"))
        try makePipe(files.path + "/served.pem")
        #expect(host.kill(SIGTERM) == 0)
    }

    @Test func pipesInThePlaceOfFilesAreToldAndTheHostStops() throws {
        let secrets = try TemporaryFolder()
        try makePipe(secrets.path + "/TOKEN")
        try handlers.write("config: { token: \"${TOKEN}\" }\n", to: "secret/sandbox.yaml")
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "secret/go.js")
        for name in ["state.json", "scenario.yaml", "lib/data.json"] {
            let sandbox = "pipe-\(name.filter(\.isLetter))"
            try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "\(sandbox)/go.js")
            try handlers.write("x", to: "\(sandbox)/lib/x.txt")
            try makePipe("\(handlers.path)/\(sandbox)/\(name)")
        }
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), options: ["--secrets", secrets.path])
        #expect(try host.get("/@a/go").text == #"{"returned_code":1}"#)
        #expect(try host.get("/@secret/go").status == 503)
        try handlers.write("module.exports = () => ({ returned_code: 2 })", to: "a/go.js")
        try waitUntil { try host.get("/@a/go").text == #"{"returned_code":2}"# }
        #expect(host.kill(SIGTERM) == 0)
    }

    @Test func aPipeInThePlaceOfTheAdminTokenIsRefused() throws {
        let data = try TemporaryFolder()
        try makePipe(data.path + "/admin.token")
        let refused = try CommandResult.ringbox(
            "serve", "--handlers", handlers.path, "--data", data.path, "--port", "0", "--admin-port", "0")
        #expect(refused.exitCode == 74)
        #expect(refused.errors.contains("admin.token cannot be read: it is a folder, a pipe"), "\(refused.errors)")
        // Commands that look for a running host there do not wait either.
        try makePipe(data.path + "/running.json")
        #expect(try CommandResult.ringbox("status", "--data", data.path).exitCode != 0)
    }

    /// The output is a pipe that is full: nothing that the host does makes anybody read it.
    @Test func aStopIsCutShortWhenSomethingHangs() throws {
        var output: [Int32] = [-1, -1]
        try #require(pipe(&output) == 0)
        let errors = open(files.path + "/errors", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { for descriptor in output + [errors, nothing] { close(descriptor) } }
        let data = try TemporaryFolder()
        let host = try ChildProgram(
            BuiltProducts.path(of: "ringbox"),
            [
                "serve", "--handlers", handlers.path, "--data", data.path, "--port", "0", "--admin-port", "0", "--stop-timeout", "1s",
            ], descriptors: (nothing, output[1], errors))
        var port: Int?
        try waitUntil {
            let text = (try? data.read("running.json")) ?? ""
            port = try? JSONValue(parsing: text)["traffic"]?["port"]?.int
            return port != nil
        }
        // Some kilobytes of refused requests fill it.
        let connection = try HTTPConnection(port: try #require(port))
        for _ in 0..<2_000 { _ = try connection.request("GET", "/@a/" + String(repeating: "x", count: 200)) }
        #expect(try connection.request("GET", "/@a/go").text == #"{"returned_code":1}"#, "nobody waits for the reader")
        host.signal(SIGTERM)
        #expect(host.wait() == 1)
        let said = try files.read("errors")
        #expect(said.contains("the stop took longer than 4.0 seconds and was cut short: ActivityPrinter did not end"), "\(said)")
    }
}
