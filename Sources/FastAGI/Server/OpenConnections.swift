import Synchronization

/// The connections that calls use.
final class OpenConnections: Sendable {
    private struct Contents {
        var connections: [ObjectIdentifier: AGIConnection] = [:]
        var waiting: CheckedContinuation<Void, Never>?
        var isStopped = false
    }

    private let contents = Mutex(Contents())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Takes a connection in; false when there are too many, and when no call is taken any more.
    func insert(_ connection: AGIConnection) -> Bool {
        contents.withLock { contents in
            guard contents.connections.count < limit, !contents.isStopped else { return false }
            contents.connections[ObjectIdentifier(connection)] = connection
            return true
        }
    }

    func remove(_ connection: AGIConnection) {
        let waiting = contents.withLock { contents -> CheckedContinuation<Void, Never>? in
            contents.connections[ObjectIdentifier(connection)] = nil
            guard contents.connections.isEmpty, let waiting = contents.waiting else { return nil }
            contents.waiting = nil
            return waiting
        }
        waiting?.resume()
    }

    var all: [AGIConnection] { contents.withLock { Array($0.connections.values) } }

    /// Ends the calls that use them, and takes no further ones.
    func stop() {
        contents.withLock { $0.isStopped = true }
        for connection in all { connection.stop() }
    }

    /// Waits until there is none. For one task at a time.
    func empty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = contents.withLock { contents in
                if contents.connections.isEmpty { return true }
                contents.waiting = continuation
                return false
            }
            if isEmpty { continuation.resume() }
        }
    }
}
