package import HandlerHost

/// What happens, in groups of entries as they come: first what the log has kept. Ends with the task that reads it.
package struct ActivityFeed: AsyncSequence, Sendable {
    package typealias Element = [ActivityEntry]
    package typealias Failure = Never

    private let activity: ActivityLog
    private let first: UInt64

    /// - Parameter number: Only entries with a greater number; 0 for all that are kept.
    package init(_ activity: ActivityLog, after number: UInt64 = 0) {
        self.activity = activity
        first = number
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let activity: ActivityLog
        fileprivate var last: UInt64

        /// All entries since the call before, waiting for one if there is none.
        package mutating func next() async -> [ActivityEntry]? {
            let entries = await activity.next(after: last)
            guard let newest = entries.last else { return nil }
            last = newest.number
            return entries
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(activity: activity, last: first)
    }
}
