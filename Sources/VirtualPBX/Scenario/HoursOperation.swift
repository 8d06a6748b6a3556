/// Goes one way in working hours and another one outside them.
package struct HoursOperation: Sendable, Equatable {
    package var hours: WorkingHours
    /// Without one of the two, the call ends there.
    package var open: Link?
    package var closed: Link?

    package init(hours: WorkingHours, open: Link? = nil, closed: Link? = nil) {
        self.hours = hours
        self.open = open
        self.closed = closed
    }
}
