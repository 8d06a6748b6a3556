import Hummingbird

/// What is known of a request's connection.
struct TrafficContext: InitializableFromSource {
    /// The caller's address without the port, empty when the connection is gone already.
    let peer: String

    init(source: ApplicationRequestContextSource) {
        peer = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
