import TextFilters

/// One entry of the activity log.
package struct ActivityEntry: Sendable {
    package enum Content: Sendable {
        case turn(TurnRecord)
        case event(HostEvent)

        /// As it is kept.
        var shortened: Content {
            switch self {
            case .turn(let record): .turn(record.shortened)
            case .event: self
            }
        }

        func filtered(by filter: any TextFilter) -> Content {
            switch self {
            case .turn(let record): .turn(record.filtered(by: filter))
            case .event(let event): .event(event.filtered(by: filter))
            }
        }
    }

    /// Ascending from 1, without gaps.
    package let number: UInt64
    package let content: Content

    package var sandbox: String? {
        switch content {
        case .turn(let record): record.sandbox
        case .event(let event): event.sandbox
        }
    }

    var weight: Int {
        switch content {
        case .turn(let record): record.weight
        case .event(let event): 256 + event.message.utf8.count
        }
    }
}
