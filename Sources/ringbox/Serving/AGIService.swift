import FastAGI
import HTTPFrontend
import HTTPText
import HandlerHost
import Logging
import PBXClient
import ServiceLifecycle

/// Serves the calls of an Asterisk, whose scenarios ask the host's own traffic port.
struct AGIService: Service {
    let settings: AGISettings
    let host: HandlerHost
    let handlers: String
    let secrets: SecretSource
    /// Where the sandboxes answer without TLS.
    let traffic: ListenPromise
    let stopTimeout: Duration
    let logger: Logger
    let isListening: @Sendable (ListenAddress) async -> Void

    func run() async throws {
        for await address in traffic.address.cancelOnGracefulShutdown() {
            let client = PBXClient(base: address.url, urls: settings.urls)
            do {
                try await server(client).run()
            } catch {
                await client.close()
                throw error
            }
            await client.close()
            return
        }
    }

    private func server(_ client: PBXClient) -> AGIServer {
        let host = host
        var services = AGICallServices(
            scripts: SandboxScripts(handlers: handlers, secrets: secrets, client: client, redaction: { host.redaction(of: $0) }),
            sounds: SoundLibrary(settings.sounds) { host.note(.error, $0) },
            dial: settings.dial, recordings: settings.recordings, logger: logger,
            report: { record in
                host.note(record.hasFailed ? .warning : .call, sandbox: record.sandbox.flatMap { SandboxName($0) }, record.line)
            })
        services.limits.connections = settings.callLimit
        return AGIServer(
            host: settings.address.host, port: settings.address.port, services: services, stopTimeout: stopTimeout,
            isListening: { await isListening(ListenAddress(host: $0, port: $1)) })
    }
}
