import HTTPFrontend
import HTTPText
import HandlerHost
import Logging
import SQLiteStateStore
import ServiceLifecycle
import StateStore

/// A host with its servers, from the start to the last stored change.
struct Serving {
    let configuration: HostConfiguration
    /// What the operator has to know of the workers' jail.
    let jailGaps: [String]
    let traffic: ListenAddress
    let admin: ListenAddress
    /// Of the traffic server.
    let settings: ServerSettings
    let adminConnections: Int
    /// The names that the admin port answers under.
    let adminNames: ServedNames
    /// How long turns that are under way at the end may take.
    let stopTimeout: Duration
    let dataFolder: String
    /// What the sandboxes' addresses end in.
    let domain: String
    let isQuiet: Bool
    /// Nil without a FastAGI server.
    let agi: AGISettings?
    let logLevel: Logger.Level
    private let lines = LogLines()

    /// Returns after a graceful shutdown.
    ///
    /// - Throws: ``CommandFailure`` for what keeps the host from starting.
    func run() async throws {
        CrashReport.install()
        try HostThreads.begin()
        try ListenProbe.check(traffic, option: "--port")
        try ListenProbe.check(admin, option: "--admin-port")
        if let agi { try ListenProbe.check(agi.address, option: "--agi-port") }
        let store = try openStore()
        let watchdog = StopWatchdog(limit: stopTimeout + .seconds(3))
        let running = RunningFile(in: dataFolder)
        // A host that was killed has left its own.
        running.remove()
        let console = Console()
        let tokenFile = AdminTokenFile(in: dataFolder)
        let token = try tokenFile.readOrMake()
        if tokenFile.isReadableByOthers {
            logger.warning("\(tokenFile.path) can be read by other users, who may do everything with it: chmod 600 \(tokenFile.path)")
        }
        if token.isNew, !isQuiet { await console.write("admin token \(token.token) (kept in \(dataFolder)/admin.token)\n") }
        var failure: (any Error)?
        do {
            try await serve(from: store, running: running, token: AdminToken(token.token), console: console, watchdog: watchdog)
        } catch {
            failure = error
        }
        watchdog.start()
        watchdog.began("the journal")
        // While the folder is still locked: behind that the file would be that of the next host.
        running.remove()
        await store.close()
        watchdog.ended("the journal")
        lines.flush()
        if let failure { throw failure }
        if let code = StopSignals.failure { throw CommandFailure(code, "") }
    }

    private func openStore() throws(CommandFailure) -> SQLiteStateStore {
        do {
            return try SQLiteStateStore(folder: dataFolder) { [logger] damage in Self.tell(of: damage, to: logger) }
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func tell(of damage: StateStoreError, to logger: Logger) {
        switch damage {
        case .file: logger.warning("\(damage); requests that only read go on until then")
        case .damagedLog: logger.warning("\(damage)")
        default: logger.warning("\(damage); what is older makes up for it, and nothing is lost")
        }
    }

    private func serve(
        from store: SQLiteStateStore, running: RunningFile, token: AdminToken, console: Console, watchdog: StopWatchdog
    ) async throws {
        let host = HandlerHost(configuration: configuration, store: store)
        host.noteJailGaps(jailGaps)
        if let gap = host.cgroupGap { logger.info("the kernel does not limit the workers' memory, only the host does: \(gap)") }
        let readiness = Readiness()
        let (unwritten, addresses) = AsyncStream<RunningFile.Addresses>.makeStream()
        let announcement = Announcement(
            host: host, console: console, isQuiet: isQuiet, domain: domain, isTLS: settings.identity != nil, hasAGI: agi != nil,
            file: running, unwritten: addresses)
        let plain = ListenPromise()
        var services: [any Service] = [
            RunningFileService(file: running, unwritten: unwritten),
            ActivityPrinter(activity: host.activity, console: console, isQuiet: isQuiet),
            HostService(host: host, readiness: readiness),
            AdminServer(
                host: host, address: admin, token: token, names: adminNames, connectionLimit: adminConnections,
                readiness: readiness, version: Ringbox.version, logger: logger,
                isListening: { await announcement.adminListens(at: $0) }),
            TrafficServer(
                host: host, address: traffic, settings: settings, readiness: readiness, logger: logger,
                isListening: { [isTLS = settings.identity != nil] in
                    await announcement.trafficListens(at: $0)
                    if !isTLS { plain.keep($0.local) }
                }),
        ]
        if let identity = settings.identity {
            services.append(CertificateWatch(identity: identity, interval: configuration.pollInterval, host: host))
        }
        if let agi {
            // Calls ask as any exchange does, but for the certificate, which is one for the host's name.
            if settings.identity != nil {
                var inner = ServerSettings()
                inner.connectionLimit = agi.callLimit
                services.append(
                    TrafficServer(
                        host: host, address: ListenAddress(host: "127.0.0.1", port: 0), settings: inner, readiness: readiness,
                        logger: logger,
                        isListening: { plain.keep($0) }))
            }
            services.append(
                AGIService(
                    settings: agi, host: host, handlers: configuration.handlersFolder, secrets: configuration.secrets, traffic: plain,
                    stopTimeout: stopTimeout,
                    logger: logger, isListening: { await announcement.agiListens(at: $0) }))
        }
        let group = ServiceGroup(configuration: groupConfiguration(services, watchdog))
        let stops = StopSignals.handOver(
            begin: { watchdog.start() },
            atOnce: {
                OwnChildren.kill()
                running.remove()
            })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                for await _ in stops {
                    await group.triggerGracefulShutdown()
                    try await Task.sleep(for: stopTimeout)
                    host.abandonTurns()
                }
            }
            try await tasks.next()
            tasks.cancelAll()
        }
    }

    /// The services stop from the last to the first, each when the one behind it has ended.
    private func groupConfiguration(_ services: [any Service], _ watchdog: StopWatchdog) -> ServiceGroupConfiguration {
        let named = services.map { service in
            // Without a name the logs would describe a service with everything that it holds.
            let name = "\(type(of: service))"
            return ServiceGroupConfiguration.ServiceConfiguration(
                service: WatchedService(service: service, name: name, watchdog: watchdog), serviceName: name)
        }
        var configuration = ServiceGroupConfiguration(services: named, logger: logger)
        // Whoever has not read his answer by then is left; a second later the watchdog ends what does not end by that.
        configuration.maximumGracefulShutdownDuration = stopTimeout + .seconds(2)
        return configuration
    }

    private var logger: Logger {
        var logger = Logger(label: "ringbox") { [lines] _ in LineLogHandler(lines: lines) }
        logger.logLevel = logLevel
        return logger
    }
}
