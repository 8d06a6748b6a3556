/// What a sandbox is asked to do beside running turns; done one after another.
enum SandboxOrder: Sendable {
    /// See to what its files have become.
    case renew
    /// Get a worker for the bundle that serves.
    case open
    /// Edit the state.
    case edit(HandEdit)
}
