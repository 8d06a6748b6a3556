import HTTPFrontend
import HTTPText
import HandlerHost
import Logging
import ServiceLifecycle
import StateStore
import TestSupport

/// A handlers folder that real servers and workers serve for the length of a test.
struct ServedFolder: Sendable {
    static let token = "0123456789abcdef"

    let host: HandlerHost
    let traffic: Int
    let admin: Int
    /// Ends the servers as a signal would.
    let stop: @Sendable () async -> Void

    /// - Parameter files: Paths in the handlers folder, and texts.
    static func serve(
        _ files: [String: String], settings: ServerSettings = ServerSettings(), proxies: [String] = [],
        adminNames: ServedNames = ServedNames(), guessDelay: Duration = .milliseconds(1),
        _ body: (ServedFolder) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        for (path, text) in files { try folder.write(text, to: path) }
        var configuration = HostConfiguration(
            handlersFolder: folder.path, workerExecutable: BuiltProducts.path(of: "ringbox-worker"), spareWorkers: 0)
        configuration.ceilings.defaults = try LimitDefaults(parsing: GenerousLimits.all)
        configuration.trustedProxies = TrustedProxies(proxies.compactMap { AddressRange($0) })
        let host = HandlerHost(configuration: configuration, store: MemoryStateStore())
        let readiness = Readiness()
        let (ports, said) = AsyncStream<(isTraffic: Bool, port: Int)>.makeStream()
        let local = ListenAddress(host: "127.0.0.1", port: 0)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    HostRun(host: host, readiness: readiness),
                    AdminServer(
                        host: host, address: local, token: AdminToken(token), names: adminNames, guessDelay: guessDelay,
                        readiness: readiness, version: "0", logger: logger,
                        isListening: { said.yield((false, $0.port)) }),
                    TrafficServer(
                        host: host, address: local, settings: settings, readiness: readiness, logger: logger,
                        isListening: { said.yield((true, $0.port)) }),
                ],
                logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var found: [Bool: Int] = [:]
            for await one in ports {
                found[one.isTraffic] = one.port
                if found.count == 2 { break }
            }
            await host.settle()
            let served = ServedFolder(
                host: host, traffic: found[true] ?? 0, admin: found[false] ?? 0, stop: { await group.triggerGracefulShutdown() })
            try await body(served)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Asks a sandbox over a connection of its own.
    func ask(_ request: String, isHead: Bool = false) async throws -> RawAnswer? {
        try await RawConnection(port: traffic).ask(request, isHead: isHead)
    }

    /// Asks the admin server, as somebody who has the token.
    func asOperator(_ method: String, _ target: String, body: String = "", headers: String = "") async throws -> RawAnswer? {
        try await RawConnection(port: admin).ask(
            "\(method) \(target) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(Self.token)\r\n\(headers)"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}

private struct HostRun: Service {
    let host: HandlerHost
    let readiness: Readiness

    func run() async {
        await cancelWhenGracefulShutdown { await host.run { readiness.announce() } }
    }
}
