/// What one version of a state changed, who made it and when.
package struct StateHistoryEntry: Sendable, Equatable {
    package let version: Int64
    /// Milliseconds since 1970.
    package let time: Int64
    /// The turn that made it.
    package let turn: String
    /// What caused it, as in ``StateCommit/cause``.
    package let cause: String
    /// In the order in which they were made.
    package let changes: [StateChange]

    package init(version: Int64, time: Int64, turn: String, cause: String, changes: [StateChange]) {
        self.version = version
        self.time = time
        self.turn = turn
        self.cause = cause
        self.changes = changes
    }
}
