import HandlerHost
import VirtualPBX

/// Asks one sandbox of a host by way of a client for the whole host.
struct SandboxClient: HandlerClient {
    let sandbox: SandboxName
    let client: any HandlerClient

    func ask(_ request: HandlerRequest, timeout: Duration) async -> HandlerReply? {
        var request = request
        if case .route(let path) = request.target { request.target = .route("/@\(sandbox)\(path)") }
        return await client.ask(request, timeout: timeout)
    }
}
