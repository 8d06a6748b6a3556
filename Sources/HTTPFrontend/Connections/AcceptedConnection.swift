import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import Synchronization

/// A connection on its way from the system to the task that serves it.
///
/// A server that is cancelled drops what it has accepted and not begun to serve. The library ends the process when such a
/// connection is dropped unfinished, so that it finishes itself.
final class AcceptedConnection: ServerChildChannelValue {
    private let requests: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
    private let isTaken = Atomic<Bool>(false)

    var channel: any Channel { requests.channel }

    init(_ requests: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>) {
        self.requests = requests
    }

    deinit {
        guard !isTaken.load(ordering: .relaxed) else { return }
        // Nobody is left to wait for it: it ends with the connection, which it closes.
        Task { [requests] in try? await requests.executeThenClose { _, _ in } }
    }

    /// Hands the connection over to whoever serves it, and finishes it.
    func take() -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart> {
        isTaken.store(true, ordering: .relaxed)
        return requests
    }
}
