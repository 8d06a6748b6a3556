/// The destinations of a transfer, at least one, in the handler's order.
package struct DestinationList: Sendable, Equatable {
    package let all: [Destination]

    /// Nil when there are none.
    package init?(_ destinations: [Destination]) {
        guard !destinations.isEmpty else { return nil }
        all = destinations
    }
}
