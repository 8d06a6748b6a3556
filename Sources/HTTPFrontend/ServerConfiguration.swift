import HTTPText
import HandlerHost
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
    /// - Parameters:
    ///   - proxies: Proxies whose `X-Forwarded-For` is believed.
    ///   - refusal: Answers what is no request.
    static func guarded(
        _ settings: ServerSettings, proxies: TrustedProxies = TrustedProxies(),
        refusal: @escaping @Sendable (MalformedRequest, RequestLine) -> ConnectionPolicy.Refusal
    ) -> HTTPServerBuilder {
        let policy = ConnectionPolicy(
            timeouts: settings.timeouts, proof: settings.proof, identity: settings.identity, proxies: proxies,
            bodies: UnfinishedBodies(limits: settings.bodies), refusal: refusal)
        let count = ConnectionCount(limit: settings.connectionLimit)
        let lines = PipelineLines()
        return HTTPServerBuilder { responder in RequestChannel(responder: responder, policy: policy, count: count, lines: lines) }
    }
}
