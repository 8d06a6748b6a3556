/// What the host itself knows of a sandbox's state: enough to check a worker's patches, and to have removed what expires.
package struct StateOutline: Sendable {
    package var shape: DocumentShape
    package var expiry: ExpirySchedule

    /// Makes the outline that a state has before version 1: of an empty object.
    package init(shape: DocumentShape = .empty, expiry: ExpirySchedule = ExpirySchedule()) {
        self.shape = shape
        self.expiry = expiry
    }
}
