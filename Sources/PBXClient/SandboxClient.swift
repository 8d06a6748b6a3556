package import VirtualPBX

/// Asks one sandbox of the host that a ``PBXClient`` asks, over the connections of that one. They are its owner's to close.
package struct SandboxClient: HandlerClient {
    private let client: PBXClient
    private let path: String

    /// - Parameter path: What comes between the host and a route: `/@uis_test`.
    package init(_ client: PBXClient, behind path: String) {
        self.client = client
        self.path = path
    }

    package func ask(_ request: HandlerRequest, timeout: Duration) async -> HandlerReply? {
        await client.ask(request, behind: path, timeout: timeout)
    }
}
