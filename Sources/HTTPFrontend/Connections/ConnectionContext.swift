import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes

/// What is known of a request's connection.
struct ConnectionContext: InitializableFromSource {
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }

    /// The address at the other end, without the port; empty when the connection is gone already.
    var peer: String { channel.remoteAddress?.ipAddress ?? "" }

    /// Keeps the connection from giving way to others.
    func showToken() { channel.triggerUserOutboundEvent(ConnectionProof.token, promise: nil) }

    /// Whether both ends have one address.
    var isFromOwnAddress: Bool {
        guard let local = channel.localAddress, let remote = channel.remoteAddress else { return false }
        return local.isOfSameHost(as: remote)
    }

    /// Asks the sender for the body that it holds back.
    func askForBody() {
        channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)), promise: nil)
    }
}
