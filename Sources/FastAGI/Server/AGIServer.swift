import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Serves calls of PBXs that speak FastAGI.
package struct AGIServer: Service {
    private let host: String
    private let port: Int
    private let services: AGICallServices
    private let stopTimeout: Duration
    private let isListening: @Sendable (_ host: String, _ port: Int) async -> Void

    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - stopTimeout: How long calls may go on behind the beginning of a shutdown; then they are left to the dialplan.
    ///   - isListening: Called once with the address that connections are accepted at.
    package init(
        host: String, port: Int, services: AGICallServices, stopTimeout: Duration,
        isListening: @escaping @Sendable (_ host: String, _ port: Int) async -> Void
    ) {
        self.host = host
        self.port = port
        self.services = services
        self.stopTimeout = stopTimeout
        self.isListening = isListening
    }

    /// Serves until a graceful shutdown: takes no further calls then, and lets those under way go on for the time to stop.
    ///
    /// - Throws: The system's error when it cannot listen.
    package func run() async throws {
        guard !Task.isShuttingDownGracefully else { return }
        let (accepted, entrance) = AsyncStream<AGIConnection>.makeStream(bufferingPolicy: .unbounded)
        let open = OpenConnections(limit: services.limits.connections)
        let server = try await listen(entrance, open)
        if let address = server.localAddress { await isListening(host, address.port ?? port) }
        await withGracefulShutdownHandler {
            await withTaskCancellationHandler {
                await withDiscardingTaskGroup { tasks in
                    for await connection in accepted {
                        tasks.addTask {
                            await AGIVisit(connection: connection, services: services).run()
                            open.remove(connection)
                        }
                    }
                    guard !Task.isCancelled else { return }
                    let deadline = Timer()
                    deadline.start(server.eventLoop, stopTimeout) { open.stop() }
                    await open.empty()
                    deadline.cancel()
                }
            } onCancel: {
                server.close(promise: nil)
                entrance.finish()
                open.stop()
            }
        } onGracefulShutdown: {
            server.close(promise: nil)
            entrance.finish()
        }
        // Who was accepted when nobody took calls any more.
        for connection in open.all { await connection.close() }
    }

    private func listen(_ entrance: AsyncStream<AGIConnection>.Continuation, _ open: OpenConnections) async throws -> any Channel {
        let (limits, logger) = (services.limits, services.logger)
        return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // Without free descriptors it would try again and again, without a pause.
            .serverChannelInitializer { server in
                server.eventLoop.makeCompletedFuture {
                    try server.pipeline.syncOperations.addHandler(AcceptBackoffHandler(shouldForwardIOErrorCaught: false))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                let box = LineBox(limit: limits.waitingLines)
                let connection = AGIConnection(channel: channel, box: box)
                guard open.insert(connection) else {
                    logger.warning("a call is left to the dialplan: \(limits.connections) others go on")
                    return channel.close()
                }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AGILineHandler(box: box, limit: limits.lineLength))
                    if case .terminated = entrance.yield(connection) {
                        open.remove(connection)
                        channel.close(promise: nil)
                    }
                }
            }
            .bind(host: host, port: port).get()
    }
}
