import Hummingbird
import HummingbirdCore

extension ApplicationConfiguration {
    static func listening(at address: ListenAddress) -> ApplicationConfiguration {
        ApplicationConfiguration(address: .hostname(address.host, port: address.port), backlog: 1_024)
    }
}

extension HTTPServerBuilder {
    /// Connections with limits and deadlines.
    ///
    /// - Parameter refusal: Answers what is no request.
    static func guarded(
        _ settings: ServerSettings,
        refusal: @escaping @Sendable (MalformedRequest, RequestLine) -> ConnectionPolicy.Refusal
    ) -> HTTPServerBuilder {
        let policy = ConnectionPolicy(
            timeouts: settings.timeouts, identity: settings.identity, bodies: UnfinishedBodies(limits: settings.bodies), refusal: refusal)
        let count = ConnectionCount(limit: settings.connectionLimit)
        return HTTPServerBuilder { responder in RequestChannel(responder: responder, policy: policy, count: count) }
    }
}
