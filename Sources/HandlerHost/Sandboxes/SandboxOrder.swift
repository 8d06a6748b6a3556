/// What a sandbox is asked to do beside running turns; done one after another.
enum SandboxOrder: Sendable {
    /// Serve this bundle once it has loaded; the closure is called then, or when it has failed to.
    case adopt(Bundle, completion: @Sendable () -> Void)
    /// Say that the sandbox's files cannot be made a bundle of.
    case reject(BundleError)
    /// Get a worker for the bundle that serves.
    case open
    /// Let the worker go if no turn is under way.
    case evict
    /// Edit the state.
    case edit(HandEdit)
}
