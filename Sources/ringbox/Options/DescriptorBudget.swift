/// How the open files that this process may have are shared out, so that no port takes what another one needs.
struct DescriptorBudget: Equatable {
    /// Connections of the traffic port.
    let connections: Int
    /// Connections of the admin port.
    let adminConnections: Int
    /// Calls of an Asterisk.
    let calls: Int

    /// The store's files, watches, certificates, spoken texts, and connections that are told that they are too many.
    private static let files = 256
    /// A worker's socket, its page and its group, and the socket of the one that takes its place.
    private static let perWorker = 4
    /// The call's connection, that of its question, and the host's own end of it.
    private static let perCall = 3
    private static let fewestConnections = 64
    private static let usualConnections = 10_000
    private static let usualCalls = 1_000

    /// - Parameters:
    ///   - limit: How many open files the process may have.
    ///   - workers: How many there may be.
    ///   - connections: What the operator asks for; nil for what there is room for.
    ///   - calls: The same.
    ///   - hasCalls: Whether there is a FastAGI server.
    /// - Throws: ``CommandFailure`` with the number of open files that are needed.
    init(limit: Int, workers: Int, connections: Int?, calls: Int?, hasCalls: Bool) throws(CommandFailure) {
        adminConnections = max(16, min(128, limit / 32))
        let room = limit - Self.files - Self.perWorker * workers - adminConnections
        let callRoom = max(room / 2, room - (connections ?? Self.usualConnections)) / Self.perCall
        self.calls = hasCalls ? calls ?? max(1, min(Self.usualCalls, callRoom)) : 0
        let left = room - self.calls * Self.perCall
        self.connections = connections ?? min(Self.usualConnections, left)
        guard self.connections > left || left < Self.fewestConnections && connections == nil else { return }
        let needed = limit - left + (connections ?? Self.fewestConnections)
        throw CommandFailure(
            .unavailable,
            "\(connections ?? Self.fewestConnections) connections, \(workers) workers and \(self.calls) calls of an Asterisk need \(needed) open files, and this user may have \(limit): raise \"ulimit -Hn\", or lower --connection-limit, --worker-limit or --agi-call-limit"
        )
    }
}
