/// What the host itself knows of a sandbox's state: enough to check a worker's patches, and to have removed what expires.
package struct StateOutline: Sendable {
    package var shape: DocumentShape
    package var expiry: ExpirySchedule
    /// How many times at which something was to expire were outside of ``StatePatch/times``, and count as the nearest ones inside.
    package var strayTimes = 0

    /// Makes the outline that a state has before version 1: of an empty object.
    package init(shape: DocumentShape = .empty, expiry: ExpirySchedule = ExpirySchedule()) {
        self.shape = shape
        self.expiry = expiry
    }
}
