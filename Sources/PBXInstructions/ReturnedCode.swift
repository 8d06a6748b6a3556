/// The number of a branch of the PBX's scenario.
package struct ReturnedCode: Sendable, Equatable {
    /// What can be sent. The vendor names no upper bound: this one is that of the 32-bit integers of most programs.
    package static let range = 0...2_147_483_647
    /// The codes that the vendor's cabinet is known to show.
    package static let documented = 0...24

    package let value: Int

    /// Nil when `value` is outside ``range``.
    package init?(_ value: Int) {
        guard ReturnedCode.range.contains(value) else { return nil }
        self.value = value
    }
}
