import HTTPFrontend

/// An address that is known when a server listens at it.
final class ListenPromise: Sendable {
    /// Has one element; for one reader.
    let address: AsyncStream<ListenAddress>
    private let entrance: AsyncStream<ListenAddress>.Continuation

    init() { (address, entrance) = AsyncStream.makeStream() }

    func keep(_ address: ListenAddress) { entrance.yield(address) }
}
