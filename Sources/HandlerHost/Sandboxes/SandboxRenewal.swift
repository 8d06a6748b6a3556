/// What a sandbox's files have become.
enum SandboxRenewal: Sendable {
    /// What their bundle is now, which may be the one that was seen to already, and who waits for it.
    case read(BuiltBundle, Urgency)
    /// A bundle that is to be loaded in any case.
    case built(BuiltBundle, Urgency)
    /// Nothing that could be loaded, and whether that is told again when it was so before.
    case refused(BundleError, isNews: Bool)
}
