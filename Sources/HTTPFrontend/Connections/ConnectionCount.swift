import Synchronization

/// How many connections a server has, and may have.
package final class ConnectionCount: Sendable {
    package let limit: Int
    private let open = Atomic<Int>(0)

    package init(limit: Int) { self.limit = limit }

    /// Counts a connection in.
    ///
    /// - Returns: Whether it is within the limit. It has to ``leave()`` in any case.
    func enter() -> Bool { open.add(1, ordering: .relaxed).newValue <= limit }

    func leave() { open.subtract(1, ordering: .relaxed) }
}
