import Synchronization

/// How many connections a server has, and may have.
package final class ConnectionCount: Sendable {
    /// Whether there is a place for a connection.
    enum Place: Sendable {
        case within
        /// One too many, which gets to know that.
        case over
        /// One of so many too many that it is closed without a word: each that is told something is open for a while.
        case beyond
    }

    /// How many connections over the limit are told so at the same time.
    private static let toldLimit = 64

    package let limit: Int
    private let open = Atomic<Int>(0)

    package init(limit: Int) { self.limit = limit }

    /// Counts a connection in. It has to ``leave()`` in any case.
    func enter() -> Place {
        let count = open.add(1, ordering: .relaxed).newValue
        return count <= limit ? .within : count <= limit + Self.toldLimit ? .over : .beyond
    }

    func leave() { open.subtract(1, ordering: .relaxed) }
}
