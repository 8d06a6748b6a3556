import StateStore

/// An edit of a state by hand, on its way through the sandbox, so that no turn comes between its condition and its change.
struct HandEdit: Sendable {
    enum Kind: Sendable {
        case edit(StateEdit)
        case reset(StateReset)
        /// Cut off what cannot be read; the version that is left is returned.
        case repair
    }

    let kind: Kind
    let condition: StateCondition
    /// The version that it made.
    let completion: @Sendable (Result<Int64, StateEditError>) -> Void
}
