import Glibc
import TestSupport
import Testing

/// HTTPS with certificates of the tests' own, and a client of somebody else's.
@Suite(.ownThreads, .serialized, .timeLimit(.minutes(2)))
struct TLSTests {
    private let files: TemporaryFolder
    private let handlers: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
        handlers = try TemporaryFolder()
        try handlers.write("module.exports = () => ({ returned_code: 1 })", to: "a/go.js")
    }

    /// Makes `name.pem` and `name.key`.
    private func makeCertificate(_ name: String) throws {
        let made = try CommandResult.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=\(name)",
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "\(files.path)/\(name).key", "-out",
                "\(files.path)/\(name).pem",
            ])
        #expect(made.exitCode == 0, "\(made.errors)")
    }

    /// Puts a certificate and a key where the host looks for them.
    private func use(certificate: String, key: String) throws {
        try files.write(try files.read("\(certificate).pem"), to: "served.pem")
        try files.write(try files.read("\(key).key"), to: "served.key")
    }

    private var options: [String] { ["--tls-cert", "\(files.path)/served.pem", "--tls-key", "\(files.path)/served.key"] }

    private func curl(_ host: HostProcess, trusting name: String, _ options: String...) throws -> CommandResult {
        try CommandResult.run(
            "/usr/bin/curl",
            ["--silent", "--show-error", "--cacert", "\(files.path)/\(name).pem"] + options
                + ["https://127.0.0.1:\(host.trafficPort)/@a/go"])
    }

    @Test func servesAndTakesANewCertificateWithoutARestart() throws {
        try makeCertificate("first")
        try makeCertificate("second")
        try use(certificate: "first", key: "first")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), options: options + ["--poll-interval", "10m"])
        #expect(try curl(host, trusting: "first").output == #"{"returned_code":1}"#)
        #expect(try curl(host, trusting: "second").exitCode != 0)
        #expect(try curl(host, trusting: "first", "--tlsv1.0", "--tls-max", "1.1").exitCode != 0)

        try use(certificate: "second", key: "first")
        host.signal(SIGHUP)
        _ = try host.output.line { $0.contains("served.key does not belong to the certificate in") }
        #expect(try curl(host, trusting: "first").output == #"{"returned_code":1}"#)

        try use(certificate: "second", key: "second")
        host.signal(SIGHUP)
        _ = try host.output.line { $0.contains("new connections get the certificate that was read again") }
        #expect(try curl(host, trusting: "second").output == #"{"returned_code":1}"#)
        #expect(host.kill(SIGTERM) == 0)
    }

    @Test func noticesChangedFilesByItself() throws {
        try makeCertificate("first")
        try makeCertificate("second")
        try use(certificate: "first", key: "first")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), options: options + ["--poll-interval", "100ms"])
        try use(certificate: "second", key: "second")
        _ = try host.output.line { $0.contains("new connections get the certificate that was read again") }
        #expect(try curl(host, trusting: "second").output == #"{"returned_code":1}"#)
    }

    @Test func plainHTTPAndGarbageDoNotHarmIt() throws {
        try makeCertificate("first")
        try use(certificate: "first", key: "first")
        let host = try HostProcess(handlers: handlers, data: TemporaryFolder(), options: options)
        for bytes in ["GET /@a/go HTTP/1.1\r\nHost: x\r\n\r\n", "\u{16}\u{3}\u{1}garbage", "\u{0}\u{1}\u{2}"] {
            let connection = try host.connect()
            try connection.send(Array(bytes.utf8))
        }
        #expect(try curl(host, trusting: "first").output == #"{"returned_code":1}"#)
    }

    @Test func saysWhatIsWrongWithTheFiles() throws {
        try makeCertificate("first")
        try makeCertificate("second")
        func serve() throws -> CommandResult {
            try CommandResult.run(
                BuiltProducts.path(of: "ringbox"),
                ["serve", "--handlers", handlers.path, "--data", files.path + "/data", "--port", "0", "--admin-port", "0"] + options)
        }
        let missing = try serve()
        #expect(missing.exitCode == 66)
        #expect(missing.errors.contains("served.pem cannot be read: No such file or directory"))
        try use(certificate: "first", key: "second")
        let mismatched = try serve()
        #expect(mismatched.exitCode == 66)
        #expect(mismatched.errors.contains("does not belong to the certificate"))
        try files.write("nonsense", to: "served.key")
        #expect(try serve().errors.contains("served.key has no key that can be used"))
        try files.write("nonsense", to: "served.pem")
        #expect(try serve().errors.contains("served.pem has no certificate"))
        let half = try CommandResult.ringbox("serve", "--tls-cert", "x")
        #expect(half.exitCode == 64)
        #expect(half.errors.contains("--tls-key"))
    }
}
