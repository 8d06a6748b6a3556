/// One row of a sandbox's history.
package struct StoredPatch: Sendable, Equatable {
    /// The version that the patch made, from 1.
    package let version: Int64
    /// The JSON text of a ``StatePatch``.
    package let patch: [UInt8]
    /// The turn that made it.
    package let turn: String
    /// What caused it, as in ``StateCommit/cause``.
    package let cause: String
    /// Milliseconds since 1970.
    package let time: Int64

    package init(version: Int64, patch: [UInt8], turn: String, cause: String, time: Int64) {
        self.version = version
        self.patch = patch
        self.turn = turn
        self.cause = cause
        self.time = time
    }
}
