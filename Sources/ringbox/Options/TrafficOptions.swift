import ArgumentParser
import HTTPFrontend
import HandlerHost

/// How connections to the sandboxes are treated.
struct TrafficOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Serve HTTPS with this certificate and its chain (PEM). Read again when it changes, and on SIGHUP.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("The key of --tls-cert (PEM, not encrypted).", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "A proxy whose X-Forwarded-For is believed, such as 10.0.0.0/8; may be given several times.", valueName: "address"))
    var trustedProxy: [String] = []

    @Option(
        help: ArgumentHelp("How many connections may be open; those beyond get 503. (default: 10000)", valueName: "count"))
    var connectionLimit: Int?

    @Option(help: ArgumentHelp("How long a connection may be silent between requests.", valueName: "duration"))
    var keepAliveTimeout = DurationArgument.seconds(75)

    @Option(help: ArgumentHelp("How long the head of a request may take, from its first byte to its last.", valueName: "duration"))
    var headTimeout = DurationArgument.seconds(10)

    @Option(help: ArgumentHelp("How long the body of a request may take.", valueName: "duration"))
    var bodyTimeout = DurationArgument.seconds(30)

    @Option(help: ArgumentHelp("How long a reader may take for each 64 KiB of an answer.", valueName: "duration"))
    var writeTimeout = DurationArgument.seconds(30)

    @Option(
        help: ArgumentHelp(
            "How long SIGTERM waits for requests under way before it answers them with their fallback.", valueName: "duration"))
    var stopTimeout = DurationArgument.seconds(10)

    func validate() throws {
        guard (tlsCert == nil) == (tlsKey == nil) else { throw ValidationError("--tls-cert and --tls-key belong together: give both") }
        let timeouts = [
            ("--keep-alive-timeout", keepAliveTimeout), ("--head-timeout", headTimeout), ("--body-timeout", bodyTimeout),
            ("--write-timeout", writeTimeout),
        ]
        for (name, value) in timeouts where value.duration < .milliseconds(100) {
            throw ValidationError("\(name) has to be at least 100ms")
        }
        guard stopTimeout.duration <= .seconds(3_600) else { throw ValidationError("--stop-timeout has to be at most 1h") }
        guard (1...1_000_000).contains(connectionLimit ?? 1) else {
            throw ValidationError("--connection-limit has to be from 1 to 1000000")
        }
        _ = try ranges()
    }

    var proxies: TrustedProxies { TrustedProxies((try? ranges()) ?? []) }

    /// What the server's connections may do.
    ///
    /// - Parameter connectionLimit: How many there may be.
    /// - Throws: ``CommandFailure`` for files that make no certificate.
    func settings(connectionLimit: Int) throws(CommandFailure) -> ServerSettings {
        var settings = ServerSettings()
        settings.timeouts.idle = keepAliveTimeout.duration
        settings.timeouts.head = headTimeout.duration
        settings.timeouts.body = bodyTimeout.duration
        settings.timeouts.write = writeTimeout.duration
        settings.connectionLimit = connectionLimit
        settings.identity = try identity()
        return settings
    }

    private func identity() throws(CommandFailure) -> TLSIdentity? {
        guard let tlsCert, let tlsKey else { return nil }
        do throws(TLSFileError) {
            return try TLSIdentity(TLSFiles(certificate: tlsCert, key: tlsKey))
        } catch {
            throw CommandFailure(.noInput, "--tls-cert, --tls-key: \(error)")
        }
    }

    private func ranges() throws(ValidationError) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for text in trustedProxy {
            guard let range = AddressRange(text) else {
                throw ValidationError("--trusted-proxy has to be an address or a range such as 10.0.0.0/8, and not \(text)")
            }
            ranges.append(range)
        }
        return ranges
    }
}
