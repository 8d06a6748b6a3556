/// What became of one commit.
package enum CommitResult: Sendable, Equatable {
    /// The patch is stored and survives a crash of the machine.
    case committed
    /// The commit is not based on what is stored, whose version is `current` (0 for nothing): nothing changed.
    case conflict(current: Int64)
    /// The store could not write: nothing changed, and the same commit may be tried again.
    case unavailable(StateStoreError)
}
