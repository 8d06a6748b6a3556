/// Where a line tells a ``LiveCall`` what happens. May be used from anywhere; what comes behind the end is dropped.
package struct CallInbox: Sendable {
    enum Item: Sendable {
        case event(CallEvent)
        /// A timer is over: the one that was started so manieth.
        case timer(CallTimer, Int)
    }

    private let continuation: AsyncStream<Item>.Continuation

    init(_ continuation: AsyncStream<Item>.Continuation) { self.continuation = continuation }

    package func tell(_ event: CallEvent) { continuation.yield(.event(event)) }

    func tell(_ item: Item) { continuation.yield(item) }

    func close() { continuation.finish() }
}
