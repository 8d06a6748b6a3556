import ArgumentParser
import HTTPFrontend
import HandlerHost

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the sandboxes of the handlers folder.",
        discussion: """
            Every sandbox answers at http://<sandbox>.localhost:8080/ and at http://localhost:8080/@<sandbox>/. Saved files \
            serve at once. Each request is shown in a line.

              ringbox serve --handlers handlers --domain pbx.example.com --host 0.0.0.0

            Ends on SIGTERM or Ctrl-C when the requests under way are answered, or after --stop-timeout with their fallback, and \
            three seconds later whatever hangs; a second signal ends it at once.
            """)

    @OptionGroup var handlers: HandlersOption
    @OptionGroup var data: DataOption
    @OptionGroup var history: HistoryOptions
    @OptionGroup var worker: WorkerOption
    @OptionGroup var limits: LimitOptions
    @OptionGroup var hostLimits: HostLimitOptions
    @OptionGroup var secrets: SecretsOption
    @OptionGroup var privacy: PrivacyOptions
    @OptionGroup var jail: JailOption
    @OptionGroup var connections: TrafficOptions
    @OptionGroup var addresses: AddressOptions
    @OptionGroup var calls: AGIOptions
    @OptionGroup var outside: ScenarioURLOptions

    @Option(
        help: ArgumentHelp("The address that exchanges reach the sandboxes at; 0.0.0.0 for all of this machine.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: "The port of the sandboxes; 0 for any free one.")
    var port: UInt16 = 8080

    @Option(help: ArgumentHelp("The address of the admin server.", valueName: "address"))
    var adminHost = "127.0.0.1"

    @Option(help: ArgumentHelp("The port of the admin server; 0 for any free one.", valueName: "port"))
    var adminPort: UInt16 = 8081

    @Flag(help: "Show only errors.")
    var quiet = false

    @Option(help: ArgumentHelp("Workers that wait ready for a sandbox's first request.", valueName: "count"))
    var spares = 1

    @Option(help: ArgumentHelp("How many sandboxes keep a worker; the least recently used one over that loses it.", valueName: "count"))
    var workerLimit = 64

    @Option(help: ArgumentHelp("How long an unused worker is kept, such as 90s or 10m.", valueName: "duration"))
    var idleTimeout = DurationArgument.minutes(10)

    @Option(
        help: ArgumentHelp("How often the handlers folder is looked at for changes that the kernel does not report.", valueName: "duration")
    )
    var pollInterval = DurationArgument.seconds(1)

    @Option(help: ArgumentHelp("What the servers log to standard error.", valueName: "level"))
    var logLevel = LogLevelArgument.warning

    func validate() throws {
        guard (0...64).contains(spares) else { throw ValidationError("--spares has to be from 0 to 64") }
        guard port != adminPort || port == 0 else { throw ValidationError("--port and --admin-port have to differ") }
        guard (1...1_000_000).contains(workerLimit) else { throw ValidationError("--worker-limit has to be from 1 to 1000000") }
        guard pollInterval.duration >= .milliseconds(100) else { throw ValidationError("--poll-interval has to be at least 100ms") }
    }

    func run() async throws {
        let folder = try handlers.existingFolder(data: data, secrets: secrets)
        var configuration = HostConfiguration(
            handlersFolder: folder, workerExecutable: try worker.executable(), spareWorkers: spares,
            workerLimit: workerLimit, workerIdleLimit: idleTimeout.duration, pollInterval: pollInterval.duration)
        configuration.names = try addresses.names()
        configuration.ceilings = try limits.ceilings()
        configuration.turnLimit = hostLimits.turnLimit
        configuration.history = history.retention
        configuration.secrets = try secrets.source()
        configuration.masksNumbers = privacy.maskNumbers
        configuration.usesCgroups = true
        configuration.bundlesFolder = data.data + "/bundles"
        configuration.release = Ringbox.version
        configuration.trustedProxies = connections.proxies
        let budget = try DescriptorBudget(
            limit: OpenFiles.raise(), workers: workerLimit + spares, connections: connections.connectionLimit, calls: calls.agiCallLimit,
            hasCalls: calls.agiPort != nil)
        let serving = Serving(
            configuration: configuration,
            jailGaps: try await jail.gaps(configuration.workerExecutable),
            traffic: ListenAddress(host: host, port: Int(port)),
            admin: ListenAddress(host: adminHost, port: Int(adminPort)),
            settings: try connections.settings(connectionLimit: budget.connections),
            adminConnections: budget.adminConnections,
            adminNames: try addresses.adminNames(),
            stopTimeout: connections.stopTimeout.duration,
            dataFolder: data.data,
            domain: addresses.domain.first ?? "localhost",
            isQuiet: quiet,
            agi: try calls.settings(dataFolder: data.data, callLimit: budget.calls, urls: outside.allowed),
            logLevel: logLevel.level)
        try await serving.run()
    }
}
