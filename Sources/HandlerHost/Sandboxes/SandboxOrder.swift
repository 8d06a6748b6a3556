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
    /// Make a document the state: a put or a reset.
    case replaceState(StateReplacement)
}

/// A change of the whole state by hand.
struct StateReplacement: Sendable {
    /// Nil for the seed.
    let document: [UInt8]?
    let cause: String
    let completion: @Sendable (Result<Int64, StateEditError>) -> Void
}
