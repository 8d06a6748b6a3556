import HTTPText
package import HandlerHost
import Hummingbird
package import Logging
import ServiceLifecycle

/// The server that sandboxes are reached by.
///
/// It listens as soon as the host is ready, so that nobody is told that a sandbox does not exist which has yet to load.
package struct TrafficServer: Service {
    private let host: HandlerHost
    private let address: ListenAddress
    private let settings: ServerSettings
    private let readiness: Readiness
    private let logger: Logger
    private let isListening: @Sendable (ListenAddress) async -> Void

    /// - Parameters:
    ///   - logger: Told what goes wrong with connections.
    ///   - isListening: Called once with the address that connections are accepted at.
    package init(
        host: HandlerHost, address: ListenAddress, settings: ServerSettings = ServerSettings(), readiness: Readiness,
        logger: Logger,
        isListening: @escaping @Sendable (ListenAddress) async -> Void
    ) {
        self.host = host
        self.address = address
        self.settings = settings
        self.readiness = readiness
        self.logger = logger
        self.isListening = isListening
    }

    /// Serves until a graceful shutdown, which lets the requests under way finish.
    ///
    /// - Throws: The system's error when it cannot listen.
    package func run() async throws {
        for await _ in readiness.signal.cancelOnGracefulShutdown() {}
        guard readiness.isReady, !Task.isShuttingDownGracefully else { return }
        let application = Application(
            responder: TrafficResponder(host: host),
            server: .guarded(settings, proxies: host.trustedProxies) { error, line in
                let reply = host.refuse(method: line.method, target: line.target, status: error.status, error.detail)
                return ConnectionPolicy.Refusal(status: reply.status, headers: reply.headers, body: reply.body)
            },
            configuration: .listening(at: address),
            onServerRunning: { channel in
                await isListening(ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
            },
            eventLoopGroupProvider: .shared(host.eventLoops),
            logger: logger)
        try await withTaskExecutorPreference(host.executor) { try await application.run() }
    }
}
