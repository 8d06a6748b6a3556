/// The identity of a turn, unique over restarts and sandboxes: the host's start and a count.
package struct TurnID: Hashable, Sendable, CustomStringConvertible {
    /// Milliseconds since 1970 at which the host started.
    package let epoch: UInt64
    /// From 1.
    package let number: UInt64

    package init(epoch: UInt64, number: UInt64) {
        self.epoch = epoch
        self.number = number
    }

    /// Such as `mhx3k2a1-42`.
    package var description: String { "\(String(epoch, radix: 36))-\(number)" }
}
